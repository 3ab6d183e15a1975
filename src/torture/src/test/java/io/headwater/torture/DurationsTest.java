package io.headwater.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DurationsTest {
    @Test
    void tellsLeastMedianAndMostOfEachKindAndOfAll() {
        Durations durations = new Durations();
        durations.add(Fault.KILL_BOX, 3_000_000_000L);
        durations.add(Fault.KILL_BOX, 1_000_000_000L);
        durations.add(Fault.KILL_BOX, 1_500_000_000L);
        durations.add(Fault.CLOCK_BACK, 4_000_000_000L);
        assertThat(durations.counts()).isEqualTo(Map.of(Fault.KILL_BOX, 3, Fault.CLOCK_BACK, 1));
        assertThat(durations.lines()).containsExactly(
                "  seconds a cut                    cuts      min   median      max",
                "  KILL_BOX                            3      1.0      1.5      3.0",
                "  CLOCK_BACK                          1      4.0      4.0      4.0",
                "  all                                 4      1.0      3.0      4.0");
    }
}
