package io.headwater.broker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What {@link ReadBack} prints: one line a record, one line for all. */
final class RecordLines {

    private static final JsonFactory JSON = new JsonFactory();

    private RecordLines() {
    }

    static String plain(ConsumerRecord<String, String> read, @Nullable String id) {
        return read.partition() + "/" + read.offset() + " key=" + read.key() + " id=" + id + " " + read.value();
    }

    static String json(ConsumerRecord<String, String> read, @Nullable String id) {
        return line(json -> {
            json.writeNumberField("partition", read.partition());
            json.writeNumberField("offset", read.offset());
            json.writeStringField("key", read.key());
            json.writeStringField("id", id);
            json.writeStringField("value", read.value());
        });
    }

    static String plain(String topic, Tally tally) {
        return tally.records() + " records in topic " + topic + ": " + tally.distinctIds() + " different ids, "
                + tally.duplicates() + " came again, " + tally.withoutId() + " without an id";
    }

    static String json(String topic, Tally tally) {
        return line(json -> {
            json.writeStringField("topic", topic);
            json.writeNumberField("records", tally.records());
            json.writeNumberField("distinctIds", tally.distinctIds());
            json.writeNumberField("duplicates", tally.duplicates());
            json.writeNumberField("withoutId", tally.withoutId());
            json.writeArrayFieldStart("keys");
            for (String key : tally.keys()) {
                json.writeString(key);
            }
            json.writeEndArray();
        });
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static String line(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException notInMemory) {
            throw new UncheckedIOException(notInMemory);
        }
        return text.toString();
    }
}
