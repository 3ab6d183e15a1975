package io.headwater.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.flow.Embedding;
import io.headwater.flow.Fate;
import io.headwater.flow.Inference;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class GateTest {
    private static Gate gate(double minScore, WhenEmpty whenEmpty, int minCount, String... labels) {
        return new Gate("busy", minScore, Set.of(labels), whenEmpty, minCount);
    }

    private static Inference left(Gate.Verdict verdict) {
        assertThat(verdict.fate()).isEqualTo(Fate.PASSED);
        return Objects.requireNonNull(verdict.narrowed());
    }

    @Test
    void keepsWhatScoresEnoughInTheSameOrder() {
        Gate gate = gate(0.5, WhenEmpty.PASS, 0);
        assertThat(Found.texts(left(gate.judge(Found.of("person 0.9", "car 0.7", "person 0.5", "person 0.49"))))).containsExactly("person 0.9", "car 0.7", "person 0.5");
    }

    @Test
    void keepsTheLabelsThatAreAskedFor() {
        Gate gate = gate(0, WhenEmpty.PASS, 0, "person", "dog");
        assertThat(Found.texts(left(gate.judge(Found.of("person 0.9", "car 0.7", "dog 0.1"))))).containsExactly("person 0.9", "dog 0.1");
    }

    @Test
    void passesAnEmptyAnswerOnSoThatZeroStaysVisible() {
        Inference left = left(gate(0.5, WhenEmpty.PASS, 0).judge(Found.of("person 0.1")));
        assertThat(Found.texts(left)).isEmpty();
        assertThat(left.model()).isEqualTo(Found.MODEL);
    }

    @Test
    void passesTheSameValueOnWhenNothingIsTakenOut() {
        Inference all = Found.of("person 0.9");
        assertThat(gate(0.5, WhenEmpty.PASS, 0).judge(all).narrowed()).isSameAs(all);
    }

    @Test
    void saysWhyNothingIsLeft() {
        Gate gate = gate(0.5, WhenEmpty.HOLD, 0, "person");
        assertThat(gate.judge(Found.of()).fate()).isEqualTo(Fate.heldBack("empty"));
        assertThat(gate.judge(Found.of("car 0.9")).fate()).isEqualTo(Fate.heldBack("label"));
        assertThat(gate.judge(Found.of("car 0.9", "person 0.2")).fate()).isEqualTo(Fate.heldBack("score"));
        assertThat(gate.judge(Found.of("person 0.6")).fate()).isEqualTo(Fate.PASSED);
    }

    @Test
    void holdsBackWhenTooFewAreLeft() {
        Gate gate = gate(0.5, WhenEmpty.PASS, 2);
        assertThat(gate.judge(Found.of()).fate()).isEqualTo(Fate.heldBack("too few"));
        assertThat(gate.judge(Found.of("person 0.6", "person 0.4")).fate()).isEqualTo(Fate.heldBack("too few"));
        assertThat(gate.judge(Found.of("person 0.6", "car 0.6")).fate()).isEqualTo(Fate.PASSED);
    }

    @Test
    void judgesClassesTheSameWay() {
        Gate gate = gate(0.5, WhenEmpty.HOLD, 0, "open");
        assertThat(Found.texts(left(gate.judge(Found.classes("open 0.8", "shut 0.7"))))).containsExactly("open 0.8");
        assertThat(gate.judge(Found.classes("shut 0.7", "open 0.3")).fate()).isEqualTo(Fate.heldBack("score"));
    }

    @Test
    void namesWhatItCannotJudge() {
        Gate gate = gate(0.5, WhenEmpty.PASS, 0);
        assertThatThrownBy(() -> gate.judge("hello"))
                .hasMessage("gate:busy got java.lang.String, it judges inferences that are Detections or Classes: put it after infer");
        assertThatThrownBy(() -> gate.judge(null)).hasMessageStartingWith("gate:busy got nothing,");
        assertThatThrownBy(() -> gate.judge(Found.inference(new Embedding(new float[2]))))
                .hasMessage("gate:busy got an inference of people:1.0.0@aaaaaaaaaaaa that is Embedding, it judges inferences that are Detections or Classes: put it after infer");
    }
}
