package io.headwater.flow;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** A batch of sensor values, in columns: row {@code i} is {@code values[i]} of series {@code series().get(seriesOf[i])} at
 *  {@code eventTimes[i]}.
 *  <p>Shape: {@code seriesOf}, {@code eventTimes}, {@code values} and {@code quality} have one entry a reading.
 *  <p>Units: event times in microseconds since 1970 UTC; values in their series' unit (UCUM).
 *  <p>Ownership: takes the arrays over; nobody changes them afterwards.
 *  <p>Errors: {@link IllegalArgumentException} when the columns differ in length or a row names no series. */
public record Readings(Origin origin, List<Series> series, int[] seriesOf, long[] eventTimes, double[] values, Quality[] quality) {
    public Readings {
        series = List.copyOf(series);
        int n = values.length;
        if (seriesOf.length != n || eventTimes.length != n || quality.length != n) {
            throw new IllegalArgumentException("columns differ in length: values " + n + ", seriesOf " + seriesOf.length
                    + ", eventTimes " + eventTimes.length + ", quality " + quality.length);
        }
        for (int i = 0; i < n; i++) {
            if (seriesOf[i] < 0 || seriesOf[i] >= series.size()) {
                throw new IllegalArgumentException("row " + i + " names series " + seriesOf[i] + ", there are " + series.size());
            }
        }
    }

    /** One measured quantity: its name and its UCUM unit, {@code "1"} when it has none. */
    public record Series(String name, String unit) {}

    public int size() {
        return values.length;
    }

    public Instant eventTime(int row) {
        long micros = eventTimes[row];
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Readings r && origin.equals(r.origin) && series.equals(r.series) && Arrays.equals(seriesOf, r.seriesOf)
                && Arrays.equals(eventTimes, r.eventTimes) && Arrays.equals(values, r.values) && Arrays.equals(quality, r.quality);
    }

    @Override
    public int hashCode() {
        return 31 * origin.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Readings[" + origin.source() + " #" + origin.epoch() + "/" + origin.sequence() + " " + size() + " of " + series.size() + " series]";
    }
}
