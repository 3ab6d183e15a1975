package io.headwater.flow;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** What a window held of one zone or line, by label. Windows add: counts are of events, each counted once.
 *  <p>Units: {@code dwell} in seconds.
 *  <p>Ownership: immutable by convention, as {@link Summary}.
 *
 *  @param frames pictures in which the place was watched
 *  @param in how many entered the zone, or crossed the line inwards
 *  @param out how many left the zone, or crossed the line outwards
 *  @param occupancy how many were in the zone in each picture; empty for a line
 *  @param dwell how long those who left the zone had been in it; empty for a line */
public record Traffic(long frames, Map<String, Long> in, Map<String, Long> out, Map<String, Distribution> occupancy, Map<String, Distribution> dwell) {

    /** This and what another window, or part of one, held of the same place. */
    public Traffic merge(Traffic other) {
        Map<String, Distribution> inside = both(withZeros(other), other.withZeros(this), Distribution::merge);
        return new Traffic(frames + other.frames, both(in, other.in, Long::sum), both(out, other.out, Long::sum), inside, both(dwell, other.dwell, Distribution::merge));
    }

    /** Occupancy, where labels that only the other has seen were 0 in each picture. */
    private Map<String, Distribution> withZeros(Traffic other) {
        Map<String, Distribution> all = new TreeMap<>(occupancy);
        other.occupancy.keySet().forEach(label -> all.computeIfAbsent(label, l -> {
            Distribution zeros = new Distribution();
            zeros.add(0, frames);
            return zeros;
        }));
        return all;
    }

    private static <T> Map<String, T> both(Map<String, T> one, Map<String, T> other, BinaryOperator<T> add) {
        Map<String, T> all = new TreeMap<>(one);
        other.forEach((label, value) -> all.merge(label, value, add));
        return all;
    }
}
