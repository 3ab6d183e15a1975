package io.headwater.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.flow.ModelId;
import io.headwater.flow.Origin;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The parts that several forms share: where an item came from, and which model spoke. */
final class OriginJson {
    private OriginJson() {}

    static void write(JsonGenerator json, Origin origin) throws IOException {
        json.writeObjectFieldStart("origin");
        json.writeStringField("source", origin.source());
        json.writeNumberField("epoch", origin.epoch());
        json.writeNumberField("sequence", origin.sequence());
        json.writeStringField("eventTime", origin.eventTime().toString());
        json.writeStringField("arrivalTime", origin.arrivalTime().toString());
        json.writeEndObject();
    }

    static Origin read(JsonPart value) {
        JsonPart origin = value.part("origin");
        return new Origin(origin.part("source").text(), origin.part("epoch").whole(), origin.part("sequence").whole(),
                origin.part("eventTime").instant(), origin.part("arrivalTime").instant());
    }

    /** Writes nothing where there was no model. */
    static void write(JsonGenerator json, @Nullable ModelId model) throws IOException {
        if (model != null) {
            json.writeObjectFieldStart("model");
            json.writeStringField("name", model.name());
            json.writeStringField("version", model.version());
            json.writeStringField("digest", model.digest());
            json.writeEndObject();
        }
    }

    static ModelId model(JsonPart model) {
        return new ModelId(model.part("name").text(), model.part("version").text(), model.part("digest").text());
    }
}
