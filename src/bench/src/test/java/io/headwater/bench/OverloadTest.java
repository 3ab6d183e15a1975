package io.headwater.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both sides of bench overload for a moment, without the shortage. */
class OverloadTest {
    @ParameterizedTest
    @EnumSource(Contestant.class)
    void everyCameraIsAnsweredAndEveryFrameAccountedFor(Contestant contestant) throws Exception {
        try (Load load = contestant.load(Project.ROOT, List.of(1, 1, 2), 2, 64L << 20)) {
            load.start();
            long until = System.nanoTime() + 60_000_000_000L;
            while (Arrays.stream(load.answered()).anyMatch(n -> n < 2)) {
                assertThat(System.nanoTime()).as("answers in time: %s", Arrays.toString(load.answered())).isLessThan(until);
                LockSupport.parkNanos(10_000_000);
            }
            assertThat(load.stop()).isEmpty();
        }
    }
}
