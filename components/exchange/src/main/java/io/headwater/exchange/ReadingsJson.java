package io.headwater.exchange;

import io.headwater.flow.Origin;
import io.headwater.flow.Quality;
import io.headwater.flow.Readings;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Readings as JSON and back, in columns as they are in memory. {@code quality} is left out where all are good. */
final class ReadingsJson {
    static final JsonForm FORM = new JsonForm("io.headwater.readings/1");

    private ReadingsJson() {}

    static byte[] write(Readings r) {
        return FORM.write(json -> {
            OriginJson.write(json, r.origin());
            json.writeArrayFieldStart("series");
            for (Readings.Series series : r.series()) {
                json.writeStartObject();
                json.writeStringField("name", series.name());
                json.writeStringField("unit", series.unit());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeFieldName("seriesOf");
            json.writeArray(r.seriesOf(), 0, r.size());
            json.writeArrayFieldStart("eventTimes");
            for (int row = 0; row < r.size(); row++) {
                json.writeString(r.eventTime(row).toString());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("values");
            for (double value : r.values()) {
                JsonForm.number(json, value);
            }
            json.writeEndArray();
            if (!allGood(r.quality())) {
                json.writeArrayFieldStart("quality");
                for (Quality quality : r.quality()) {
                    json.writeString(quality.name().toLowerCase(Locale.ROOT));
                }
                json.writeEndArray();
            }
        });
    }

    private static boolean allGood(Quality[] all) {
        for (Quality quality : all) {
            if (quality != Quality.GOOD) {
                return false;
            }
        }
        return true;
    }

    static Readings read(byte[] bytes) {
        return FORM.read(bytes, r -> {
            Origin origin = OriginJson.read(r);
            List<Readings.Series> series = new ArrayList<>();
            r.part("series").elements().forEach(s -> series.add(new Readings.Series(s.part("name").text(), s.part("unit").text())));
            int[] seriesOf = r.part("seriesOf").elements().stream().mapToInt(JsonPart::wholeInt).toArray();
            long[] eventTimes = r.part("eventTimes").elements().stream().mapToLong(ReadingsJson::micros).toArray();
            double[] values = r.part("values").elements().stream().mapToDouble(JsonPart::numberOrNaN).toArray();
            Quality[] quality = new Quality[values.length];
            java.util.Arrays.fill(quality, Quality.GOOD);
            return new Readings(origin, series, seriesOf, eventTimes, values,
                    r.optional("quality").map(ReadingsJson::qualities).orElse(quality));
        });
    }

    private static long micros(JsonPart eventTime) {
        Instant at = eventTime.instant();
        try {
            return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000L);
        } catch (ArithmeticException | DateTimeException e) {
            throw new IllegalArgumentException(eventTime.place() + " is " + at + ", beyond what microseconds since 1970 can say", e);
        }
    }

    private static Quality[] qualities(JsonPart column) {
        return column.elements().stream()
                .map(q -> q.parsed(text -> Quality.valueOf(text.toUpperCase(Locale.ROOT)), "good, uncertain or bad"))
                .toArray(Quality[]::new);
    }
}
