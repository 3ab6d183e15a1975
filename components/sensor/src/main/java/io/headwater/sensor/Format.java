package io.headwater.sensor;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How messages of one sensor are read.
 *
 *  @param name the sensor's
 *  @param series which fields are series; empty for all that hold numbers
 *  @param units UCUM units by series; under the empty name, that of all others
 *  @param timeField where the event time stands; null where it is the arrival
 *  @param identity where the id stands */
record Format(String name, Key key, Set<String> series, Map<String, String> units, @Nullable String timeField, Identity identity) {
    /** The unit of a number without one. */
    private static final String NO_UNIT = "1";

    Format {
        series = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(series));
        units = Map.copyOf(units);
    }

    /** Parts of a text that commas separate. */
    static List<String> list(@Nullable String text) {
        return text == null ? List.of() : Stream.of(text.split(",")).map(String::strip).filter(part -> !part.isEmpty()).toList();
    }

    /** Reads {@code temperature=Cel,humidity=%}, or one unit for all.
     *  <p>Errors: {@link IllegalArgumentException} with what cannot be read. */
    static Map<String, String> units(@Nullable String text) {
        Map<String, String> units = new LinkedHashMap<>();
        for (String part : list(text)) {
            int equals = part.indexOf('=');
            String series = equals < 0 ? "" : part.substring(0, equals).strip();
            String unit = part.substring(equals + 1).strip();
            if (unit.isEmpty() || equals >= 0 && series.isEmpty()) {
                throw new IllegalArgumentException(part);
            }
            units.put(series, unit);
        }
        return units;
    }

    String unit(String of) {
        String own = units.get(of);
        return own != null ? own : units.getOrDefault("", NO_UNIT);
    }

    String source(String channel) {
        return key == Key.NAME ? name : name + "/" + channel;
    }
}
