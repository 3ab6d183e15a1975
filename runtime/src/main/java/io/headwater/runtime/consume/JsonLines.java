package io.headwater.runtime.consume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.FlowConverter;
import io.headwater.flow.Summary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A line is a CloudEvent in JSON; of a window, its {@code data} is the whole window in the published form.
 *  <p>Source: CloudEvents 1.0, JSON event format. */
final class JsonLines implements Form.Lines {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<String> of(Line line) {
        Event event = line.event();
        ObjectNode o = JSON.createObjectNode();
        o.put("specversion", "1.0").put("id", line.id()).put("source", event.source()).put("type", event.type()).put("time", event.time().toString());
        if (!event.subject().isEmpty()) {
            o.put("subject", event.subject());
        }
        o.put("device", event.device());
        Summary summary = line.summary();
        if (summary != null) {
            o.put("parts", line.parts());
            if (line.models().size() > 1) {
                ArrayNode models = o.putArray("models");
                line.models().forEach(m -> models.add(m.toString()));
            }
        }
        if (line.again()) {
            o.put("again", true);
        }
        if (line.late()) {
            o.put("late", true);
        }
        o.put("datacontenttype", event.contentType());
        data(o, event.contentType(), summary == null ? event.data() : FlowConverter.toBytes(summary));
        return List.of(text(o));
    }

    private static void data(ObjectNode o, String contentType, byte[] data) {
        try {
            if (contentType.startsWith("application/json")) {
                o.set("data", JSON.readTree(data));
                return;
            }
            if (contentType.startsWith("text/")) {
                o.put("data", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString());
                return;
            }
        } catch (CharacterCodingException | JsonProcessingException e) {
            // it only says that it is text, or JSON
        } catch (IOException e) {
            throw new IllegalStateException(e); // nothing is read but memory
        }
        o.put("data_base64", data);
    }

    @Override
    public List<String> report(Tally tally) {
        return List.of(text(tally.json()));
    }

    private static String text(ObjectNode o) {
        try {
            return JSON.writeValueAsString(o);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
