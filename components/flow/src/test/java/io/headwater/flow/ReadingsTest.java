package io.headwater.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadingsTest {
    private static final Origin ORIGIN = new Origin("boiler", 0, 0, Instant.EPOCH, Instant.EPOCH);
    private static final List<Readings.Series> SERIES = List.of(new Readings.Series("temperature", "Cel"));

    private static Readings of(int[] seriesOf, long[] times, double[] values, Quality... quality) {
        return new Readings(ORIGIN, SERIES, seriesOf, times, values, quality);
    }

    @Test
    void refusesColumnsOfDifferentLength() {
        assertThatThrownBy(() -> of(new int[1], new long[2], new double[2], Quality.GOOD, Quality.GOOD))
                .hasMessage("columns differ in length: values 2, seriesOf 1, eventTimes 2, quality 2");
    }

    @Test
    void refusesARowOfNoSeries() {
        assertThatThrownBy(() -> of(new int[] {1}, new long[1], new double[1], Quality.GOOD)).hasMessage("row 0 names series 1, there are 1");
        assertThatThrownBy(() -> of(new int[] {-1}, new long[1], new double[1], Quality.GOOD)).hasMessage("row 0 names series -1, there are 1");
    }

    @Test
    void tellsEventTimesToTheMicrosecond() {
        Readings readings = of(new int[2], new long[] {1_500_001, -1}, new double[2], Quality.GOOD, Quality.BAD);
        assertThat(readings.eventTime(0)).isEqualTo("1970-01-01T00:00:01.500001Z");
        assertThat(readings.eventTime(1)).as("before 1970").isEqualTo("1969-12-31T23:59:59.999999Z");
    }

    @Test
    void equalsByContent() {
        Readings a = of(new int[1], new long[] {5}, new double[] {Double.NaN}, Quality.GOOD);
        Readings b = of(new int[1], new long[] {5}, new double[] {Double.NaN}, Quality.GOOD);
        assertThat(a).isEqualTo(b).hasSameHashCodeAs(b);
        assertThat(a).isNotEqualTo(of(new int[1], new long[] {5}, new double[] {Double.NaN}, Quality.UNCERTAIN));
    }

    @Test
    void emptyBatchIsABatch() {
        assertThat(of(new int[0], new long[0], new double[0]).size()).isZero();
    }
}
