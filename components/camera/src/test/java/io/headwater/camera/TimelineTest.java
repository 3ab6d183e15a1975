package io.headwater.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.flow.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long NONE = Long.MIN_VALUE;

    @Test
    void beginsAtZeroWhateverTheStampsBeginWith() {
        Timeline timeline = new Timeline();
        assertThat(List.of(timeline.at(5000, 100), timeline.at(5100, 100), timeline.at(5250, 100))).containsExactly(0L, 100L, 250L);
    }

    @Test
    void goesOnAcrossRounds() {
        Timeline timeline = new Timeline();
        timeline.at(0, 100);
        timeline.at(100, 100);
        timeline.wrap(100);
        assertThat(List.of(timeline.at(0, 100), timeline.at(100, 100))).containsExactly(200L, 300L);
    }

    @Test
    void neverRunsBackwards() {
        Timeline timeline = new Timeline();
        assertThat(List.of(timeline.at(1000, 100), timeline.at(1200, 100), timeline.at(1100, 100), timeline.at(1300, 100)))
                .containsExactly(0L, 200L, 201L, 300L);
    }

    @Test
    void countsFramesWhereThereAreNoStamps() {
        Timeline timeline = new Timeline();
        assertThat(List.of(timeline.at(NONE, 40), timeline.at(NONE, 40), timeline.at(NONE, 40))).containsExactly(0L, 40L, 80L);
    }

    @Test
    void doublesItsDelaysUpToHalfAMinuteAndShortensEachByUpToAHalf() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), new Random(7));
        List<Duration> delays = Stream.generate(backoff::next).limit(9).toList();
        for (int i = 0; i < delays.size(); i++) {
            Duration whole = Duration.ofSeconds(Math.min(30, 1L << i));
            assertThat(delays.get(i)).isBetween(whole.dividedBy(2), whole);
        }
        assertThat(delays).doesNotHaveDuplicates();
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void measuresTheRateAndFadesWhenNothingComes() {
        FrameRate rate = new FrameRate();
        assertThat(rate.perSecond(0)).isZero();
        for (int i = 0; i < 100; i++) {
            rate.tick(i * 40_000_000L);
        }
        long last = 99 * 40_000_000L;
        assertThat(rate.perSecond(last)).isEqualTo(25);
        assertThat(rate.perSecond(last + 1_500_000_000L)).isBetween(5.0, 20.0);
        assertThat(rate.perSecond(last + 4_000_000_000L)).isZero();
    }

    @Test
    void swingsThePatternThereAndBack() {
        assertThat(Stream.iterate(0L, i -> i + 1).limit(7).map(i -> TestPattern.swing(i, 3))).containsExactly(0, 1, 2, 3, 2, 1, 0);
        assertThat(TestPattern.swing(5, 0)).isZero();
    }

    @Test
    void hidesCredentialsOfEveryUrlInAText() {
        assertThat(Location.redacted("rtsp://a:b@c/d and http://e@f, x@y")).isEqualTo("rtsp://***@c/d and http://***@f, x@y");
    }
}
