package io.headwater.sensor;

import io.headwater.flow.Origin;
import io.headwater.flow.Quality;
import io.headwater.flow.Readings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Readings of one message, as they are found.
 *  <p>Threading: one. */
final class Columns {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final Format format;
    private final long arrival;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Readings.Series> series = new ArrayList<>();
    private int[] seriesOf = new int[8];
    private long[] times = new long[8];
    private double[] values = new double[8];
    private int size;
    private int first;
    private long time;
    private long latest = UNKNOWN;

    Columns(Format format, Instant arrival) {
        this.format = format;
        this.arrival = ChronoUnit.MICROS.between(Instant.EPOCH, arrival);
    }

    int size() {
        return size;
    }

    /** What comes is of one moment, until {@link #end()}. */
    void begin() {
        first = size;
        time = UNKNOWN;
    }

    /** The moment is over.
     *  <p>Errors: {@link UnreadableException} where it had to have a time, and had none. */
    void end() throws UnreadableException {
        if (format.timeField() == null) {
            time = arrival;
        } else if (time == UNKNOWN) {
            throw new UnreadableException("has no time in " + format.timeField());
        }
        Arrays.fill(times, first, size, time);
        latest = Math.max(latest, time);
    }

    void time(long micros) {
        time = micros;
    }

    void add(String name, double value) throws UnreadableException {
        if (!Double.isFinite(value)) {
            throw new UnreadableException("has a number in " + name + " that is too large");
        }
        if (size == values.length) {
            seriesOf = Arrays.copyOf(seriesOf, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        Integer place = places.get(name);
        if (place == null) {
            place = series.size();
            places.put(name, place);
            series.add(new Readings.Series(name, format.unit(name)));
        }
        seriesOf[size] = place;
        values[size++] = value;
    }

    Instant latest() {
        return Instant.EPOCH.plus(latest, ChronoUnit.MICROS);
    }

    Readings readings(Origin origin) {
        Quality[] quality = new Quality[size];
        Arrays.fill(quality, Quality.GOOD);
        return new Readings(origin, series, Arrays.copyOf(seriesOf, size), Arrays.copyOf(times, size), Arrays.copyOf(values, size), quality);
    }
}
