package io.headwater.exchange;

import io.headwater.flow.Frame;
import io.headwater.flow.View;
import java.util.Locale;

/** A frame as JSON, without its pixels: those travel as JPEG. */
final class FrameJson {
    static final JsonForm FORM = new JsonForm("io.headwater.frame/1");

    private FrameJson() {}

    static byte[] write(Frame frame) {
        return FORM.write(json -> {
            OriginJson.write(json, frame.origin());
            json.writeNumberField("width", frame.width());
            json.writeNumberField("height", frame.height());
            json.writeStringField("format", frame.format().name().toLowerCase(Locale.ROOT));
            View view = frame.view();
            json.writeObjectFieldStart("view");
            json.writeNumberField("originalWidth", view.originalWidth());
            json.writeNumberField("originalHeight", view.originalHeight());
            json.writeNumberField("x", view.x());
            json.writeNumberField("y", view.y());
            json.writeNumberField("width", view.width());
            json.writeNumberField("height", view.height());
            json.writeEndObject();
        });
    }
}
