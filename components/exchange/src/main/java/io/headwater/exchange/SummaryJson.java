package io.headwater.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.flow.Covered;
import io.headwater.flow.Distribution;
import io.headwater.flow.Summary;
import io.headwater.flow.Traffic;
import java.io.IOException;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A summary as JSON and back. Means and quantiles are told for those who only read; what merges are count, sum, sketch and
 *  {@code seen}, a text of one digit a slot: 1 where the source was seen, 0 where it was not. */
final class SummaryJson {
    static final JsonForm FORM = new JsonForm("io.headwater.summary/1");

    private SummaryJson() {}

    static byte[] write(Summary s) {
        return FORM.write(json -> {
            json.writeStringField("id", s.id());
            json.writeStringField("route", s.route());
            json.writeStringField("step", s.step());
            json.writeStringField("key", s.key());
            json.writeStringField("start", s.start().toString());
            json.writeStringField("end", s.end().toString());
            json.writeStringField("length", s.length().toString());
            json.writeNumberField("revision", s.revision());
            json.writeBooleanField("partial", s.partial());
            json.writeNumberField("frames", s.frames());
            json.writeNumberField("coverage", s.coverage());
            json.writeStringField("seen", digits(s.seen(), s.slots()));
            json.writeObjectFieldStart("perFrame");
            distributions(json, s.perFrame());
            json.writeEndObject();
            places(json, s.places());
            OriginJson.write(json, s.model());
            if (!s.covers().isEmpty()) {
                json.writeArrayFieldStart("covers");
                for (Covered part : s.covers()) {
                    json.writeStartObject();
                    json.writeStringField("start", part.start().toString());
                    json.writeStringField("length", part.length().toString());
                    json.writeNumberField("windows", part.windows());
                    json.writeNumberField("revision", part.revision());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
        });
    }

    private static void places(JsonGenerator json, Map<String, Traffic> places) throws IOException {
        if (places.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("places");
        for (Map.Entry<String, Traffic> place : places.entrySet()) {
            Traffic traffic = place.getValue();
            json.writeObjectFieldStart(place.getKey());
            json.writeNumberField("frames", traffic.frames());
            counts(json, "in", traffic.in());
            counts(json, "out", traffic.out());
            json.writeObjectFieldStart("occupancy");
            distributions(json, traffic.occupancy());
            json.writeEndObject();
            json.writeObjectFieldStart("dwell");
            distributions(json, traffic.dwell());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, String field, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, Long> label : counts.entrySet()) {
            json.writeNumberField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
    }

    private static void distributions(JsonGenerator json, Map<String, Distribution> all) throws IOException {
        for (Map.Entry<String, Distribution> label : all.entrySet()) {
            json.writeObjectFieldStart(label.getKey());
            distribution(json, label.getValue());
            json.writeEndObject();
        }
    }

    private static void distribution(JsonGenerator json, Distribution d) throws IOException {
        figure(json, "mean", d.mean());
        figure(json, "min", d.min());
        figure(json, "max", d.max());
        figure(json, "p50", d.quantile(0.5));
        figure(json, "p90", d.quantile(0.9));
        figure(json, "p99", d.quantile(0.99));
        json.writeNumberField("count", d.count());
        json.writeFieldName("sum");
        JsonForm.number(json, d.sum());
        json.writeStringField("sketch", Base64.getEncoder().encodeToString(d.sketch()));
    }

    private static void figure(JsonGenerator json, String name, @Nullable Double value) throws IOException {
        json.writeFieldName(name);
        JsonForm.number(json, value == null ? Double.NaN : value);
    }

    private static String digits(BitSet seen, int slots) {
        StringBuilder digits = new StringBuilder(slots);
        for (int slot = 0; slot < slots; slot++) {
            digits.append(seen.get(slot) ? '1' : '0');
        }
        return digits.toString();
    }

    static Summary read(byte[] bytes) {
        return FORM.read(bytes, s -> {
            String digits = s.part("seen").text();
            Map<String, Distribution> perFrame = each(s.part("perFrame"), SummaryJson::distribution);
            return new Summary(s.part("route").text(), s.part("step").text(), s.part("key").text(), s.part("start").instant(),
                    s.part("length").duration(), s.part("revision").wholeInt(), s.part("partial").truth(), s.part("frames").whole(),
                    digits.length(), s.part("seen").parsed(SummaryJson::slots, "one digit 0 or 1 a slot"), perFrame,
                    s.optional("model").map(OriginJson::model).orElse(null), s.optional("covers").map(SummaryJson::covers).orElse(List.of()),
                    s.optional("places").map(p -> each(p, SummaryJson::traffic)).orElse(Map.of()));
        });
    }

    private static Traffic traffic(JsonPart t) {
        return new Traffic(t.part("frames").whole(), each(t.part("in"), JsonPart::whole), each(t.part("out"), JsonPart::whole),
                each(t.part("occupancy"), SummaryJson::distribution), each(t.part("dwell"), SummaryJson::distribution));
    }

    private static <T> Map<String, T> each(JsonPart fields, Function<JsonPart, T> read) {
        Map<String, T> all = new TreeMap<>();
        fields.names().forEach(name -> all.put(name, read.apply(fields.part(name))));
        return all;
    }

    private static List<Covered> covers(JsonPart parts) {
        return parts.elements().stream().map(p -> new Covered(p.part("start").instant(), p.part("length").duration(), p.part("windows").wholeInt(),
                p.part("revision").wholeInt())).toList();
    }

    private static BitSet slots(String digits) {
        BitSet seen = new BitSet(digits.length());
        for (int slot = 0; slot < digits.length(); slot++) {
            switch (digits.charAt(slot)) {
                case '1' -> seen.set(slot);
                case '0' -> { /* not seen */ }
                default -> throw new IllegalArgumentException(digits);
            }
        }
        return seen;
    }

    private static Distribution distribution(JsonPart d) {
        Distribution read = sketched(d);
        long count = d.part("count").whole();
        if (read.count() != count) {
            throw new IllegalArgumentException(d.place() + ".count is " + count + ", its sketch holds " + read.count());
        }
        return read;
    }

    private static Distribution sketched(JsonPart d) {
        byte[] sketch = d.part("sketch").base64();
        double sum = d.part("sum").number();
        try {
            return Distribution.of(sum, sketch);
        } catch (RuntimeException e) { // DataSketches has several for a sketch that is cut short or of another kind
            throw new IllegalArgumentException(d.place() + ".sketch cannot be read: " + e.getMessage(), e);
        }
    }
}
