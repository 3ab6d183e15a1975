package io.headwater.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void ratioIsTakenRoundByRound() {
        Rounds rounds = new Rounds();
        add(rounds, 200, 100); // the machine was quick
        add(rounds, 90, 50);   // and then slow, for both
        add(rounds, 170, 100);

        Spread ratio = rounds.ratio("engine", "serial loop", Result::fps);

        assertThat(ratio).isEqualTo(new Spread(1.7, 1.8, 2.0));
        assertThat(rounds.spread("engine", Result::fps)).isEqualTo(new Spread(90, 170, 200));
    }

    @Test
    void unevenRoundsHaveNoRatio() {
        Rounds rounds = new Rounds();
        rounds.add(result("engine", 200, 10));

        assertThatThrownBy(() -> rounds.ratio("engine", "serial loop", Result::fps)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("engine has 1 runs, serial loop has 0");
    }

    @Test
    void answersMayDifferByOnePersonInAHundred() {
        assertThat(result("a", 1, 10.00).agrees(result("b", 1, 10.10))).isTrue();
        assertThat(result("a", 1, 10.00).agrees(result("b", 1, 10.11))).isFalse();
        assertThat(result("a", 1, 0).agrees(result("b", 1, 0))).isTrue();
    }

    @Test
    void reportNamesEveryRivalAndBothRatios() {
        Rounds rounds = new Rounds();
        add(rounds, 200, 100);

        String text = new VisionReport(rounds, "engine", List.of("serial loop")).text();

        assertThat(text).contains("engine / serial loop, round by round: frames/s 2.00 / 2.00 / 2.00, CPU a frame 1.00 / 1.00 / 1.00")
                .contains("200 / 200 / 200", "100 / 100 / 100");
    }

    @Test
    void slopeOfALineIsItsRise() {
        List<Slope.Point> points = List.of(new Slope.Point(0, 900), new Slope.Point(1, 5), new Slope.Point(2, 10), new Slope.Point(3, 12.5));

        assertThat(Slope.ofLastHalf(points)).isCloseTo(2.5, within(1e-9));
        assertThatThrownBy(() -> Slope.of(points.subList(0, 1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static void add(Rounds rounds, double engine, double serial) {
        rounds.add(result("engine", engine, 10));
        rounds.add(result("serial loop", serial, 10));
    }

    private static Result result(String name, double fps, double persons) {
        return new Result(name, "people", 695, 1, fps, 0.006, 7, 9, persons, 390, List.of(fps));
    }
}
