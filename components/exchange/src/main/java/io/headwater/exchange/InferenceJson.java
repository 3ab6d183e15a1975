package io.headwater.exchange;

import io.headwater.flow.Inference;

/** An inference as JSON and back, without its frame. */
final class InferenceJson {
    static final JsonForm FORM = new JsonForm("io.headwater.inference/1");

    private InferenceJson() {}

    static byte[] write(Inference i) {
        return FORM.write(json -> {
            OriginJson.write(json, i.origin());
            json.writeNumberField("width", i.width());
            json.writeNumberField("height", i.height());
            OriginJson.write(json, i.model());
            json.writeStringField("latency", i.latency().toString());
            AnswerJson.write(json, i.answer());
        });
    }

    static Inference read(byte[] bytes) {
        return FORM.read(bytes, i -> new Inference(OriginJson.read(i), null, i.part("width").wholeInt(), i.part("height").wholeInt(),
                OriginJson.model(i.part("model")), i.part("latency").duration(), AnswerJson.read(i)));
    }
}
