package io.headwater.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final long SECOND = 1_000_000_000L;
    private final Retries retries = new Retries(3, Duration.ofSeconds(1), Duration.ofSeconds(10), 7);

    @Test
    void doublesThePauseUpToItsLimit() {
        double[] expected = {1, 2, 4, 8, 10, 10};
        for (double seconds : expected) {
            retries.rejected(5, "a", 0);
            assertThat(retries.nanosUntilDue(0, -1, lane -> true) / (double) SECOND).isBetween(seconds * 0.8, seconds * 1.2);
            retries.offered(5);
        }
    }

    @Test
    void givesWhatIsDueLongestFirst() {
        retries.rejected(9, "a", 0);
        retries.rejected(4, "a", 5 * SECOND);
        assertThat(retries.due(0, 10, lane -> 10)).isEmpty();
        assertThat(retries.due(20 * SECOND, 10, lane -> 10)).containsExactly(9L, 4L);
        assertThat(retries.due(20 * SECOND, 1, lane -> 10)).containsExactly(9L);
    }

    @Test
    void startsAnewOnceARecordIsThrough() {
        retries.rejected(5, "a", 0);
        retries.rejected(5, "a", 0);
        retries.forget(5);
        retries.rejected(5, "a", 0);
        assertThat(retries.nanosUntilDue(0, -1, lane -> true)).isLessThan(SECOND * 12 / 10 + 1);
    }

    @Test
    void isFullWhenTooManyAreOut() {
        retries.rejected(1, "a", 0);
        retries.rejected(2, "a", 0);
        assertThat(retries.isFull("a")).isFalse();
        retries.rejected(3, "a", 0);
        assertThat(retries.isFull("a")).isTrue();
        retries.offered(3);
        assertThat(retries.isFull("a")).as("out again, but not through").isTrue();
        retries.forget(3);
        assertThat(retries.isFull("a")).isFalse();
    }

    @Test
    void staysRightWhenTheClockWraps() {
        long now = Long.MAX_VALUE - SECOND / 2;
        retries.rejected(1, "a", now);
        assertThat(retries.due(now, 1, lane -> 10)).isEmpty();
        assertThat(retries.due(now + 2 * SECOND, 1, lane -> 10)).containsExactly(1L);
    }

    @Test
    void offersOfEachLaneNoMoreThanItMay() {
        retries.rejected(1, "a", 0);
        retries.rejected(2, "a", 0);
        retries.rejected(3, "b", 0);
        assertThat(retries.due(20 * SECOND, 10, lane -> 1)).hasSize(2).contains(3L);
        assertThat(retries.due(20 * SECOND, 10, lane -> lane.equals("a") ? 0 : 5)).containsExactly(3L);
        assertThat(retries.nanosUntilDue(20 * SECOND, -1, lane -> false)).as("nothing may go: nothing is due").isEqualTo(-1);
    }

    @Test
    void countsByLane() {
        retries.rejected(1, "a", 0);
        retries.rejected(2, "b", 0);
        retries.rejected(3, "b", 0);
        retries.rejected(4, "b", 0);
        assertThat(retries.isFull("b")).isTrue();
        assertThat(retries.isFull("a")).as("another lane goes on").isFalse();
    }
}
