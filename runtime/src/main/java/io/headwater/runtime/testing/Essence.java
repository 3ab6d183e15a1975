package io.headwater.runtime.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.uplink.OutboxRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What is the same in records each time that the same comes: no time that a model took, no sketch, and not the order in which workers side by
 *  side were through. They are told by channel, then by time, then by what they hold. */
final class Essence {
    private static final Set<String> CHANGING = Set.of("latency", "sketch");
    private static final String SUMMARY = "io.headwater.summary.v1";
    private static final Comparator<OutboxRecord> ORDER = Comparator.comparing(OutboxRecord::lane).thenComparing(OutboxRecord::eventTime).thenComparing(OutboxRecord::payload, Arrays::compare);
    private static final double THOUSAND = 1000.0;

    private Essence() {}

    static ArrayNode of(List<OutboxRecord> records) throws IOException {
        ArrayNode all = Golden.JSON.createArrayNode();
        for (OutboxRecord record : records.stream().sorted(ORDER).toList()) {
            ObjectNode one = all.addObject().put("channel", record.lane());
            if (record.type().equals(SUMMARY)) {
                summary(Golden.JSON.readTree(record.payload()), one);
            } else if (record.contentType().equals("application/json")) {
                one.set("value", rounded(Golden.JSON.readTree(record.payload())));
            } else {
                one.put("type", record.type()).put("contentType", record.contentType());
                if (record.contentType().startsWith("text/")) {
                    one.put("value", new String(record.payload(), java.nio.charset.StandardCharsets.UTF_8));
                }
            }
        }
        return all;
    }

    private static void summary(JsonNode whole, ObjectNode into) {
        into.put("id", whole.path("id").asText()).put("frames", whole.path("frames").asLong()).put("partial", whole.path("partial").asBoolean())
                .put("coverage", whole.path("coverage").asDouble());
        spread(whole.path("perFrame"), into.putObject("perFrame"));
        if (whole.has("places")) {
            ObjectNode places = into.putObject("places");
            whole.path("places").properties().forEach(place -> {
                ObjectNode told = places.putObject(place.getKey());
                told.set("in", place.getValue().path("in"));
                told.set("out", place.getValue().path("out"));
                for (String figures : List.of("occupancy", "dwell")) {
                    if (!place.getValue().path(figures).isEmpty()) {
                        spread(place.getValue().path(figures), told.putObject(figures));
                    }
                }
            });
        }
    }

    private static void spread(JsonNode labels, ObjectNode into) {
        labels.properties().forEach(label -> {
            ObjectNode figures = into.putObject(label.getKey());
            for (String figure : List.of("mean", "min", "max")) {
                figures.set(figure, rounded(label.getValue().path(figure)));
            }
        });
    }

    private static JsonNode rounded(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(CHANGING);
            object.properties().forEach(field -> field.setValue(rounded(field.getValue())));
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, rounded(list.get(i)));
            }
        } else if (node.isFloatingPointNumber()) {
            return Golden.JSON.getNodeFactory().numberNode(Math.round(node.asDouble() * THOUSAND) / THOUSAND);
        }
        return node;
    }
}
