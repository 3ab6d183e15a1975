package io.headwater.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
    @Test
    void clockLeavesTheWarmUpOut() {
        Answers answers = new Answers(10, 2, 4);
        for (int i = 0; i < 20; i++) {
            answers.answered(i < 4 ? 1_000_000_000 : 2_000_000, 3);
        }

        Result result = answers.result("one", Model.PEOPLE);

        assertThat(result.frames()).isEqualTo(16);
        assertThat(result.p50Ms()).isEqualTo(2);
        assertThat(result.p99Ms()).isEqualTo(2);
        assertThat(result.personsPerFrame()).isEqualTo(3);
        assertThat(result.passes()).hasSize(2);
        assertThat(result.peakRssMb()).isPositive();
    }

    @Test
    void surplusAnswersAreNotCounted() {
        Answers answers = new Answers(2, 1, 0);
        for (int i = 0; i < 5; i++) {
            answers.answered(1, i < 2 ? 1 : 100);
        }

        assertThat(answers.result("one", Model.PEOPLE).personsPerFrame()).isEqualTo(1);
    }

    @Test
    void missingAnswersMakeNoResult() {
        Answers answers = new Answers(2, 1, 0);
        answers.answered(1, 1);

        assertThatThrownBy(() -> answers.result("one", Model.PEOPLE)).isInstanceOf(IllegalStateException.class)
                .hasMessage("one gave 1 answers, must be 2");
    }

    @Test
    void warmUpMustLeaveSomethingToMeasure() {
        assertThatThrownBy(() -> new Answers(100, 1, 100)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the warm-up takes 100 frames, must be below the 100 of a pass");
    }

    @Test
    void resultSurvivesItsJson() throws Exception {
        Result result = new Result("serial loop", "people", 695, 5, 139, 0.006, 7, 9, 10.05, 390, List.of(139.0));

        assertThat(Result.parse(result.json())).isEqualTo(result);
    }
}
