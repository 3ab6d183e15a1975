package io.headwater.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemTest {
    private static final Path FILE = Path.of("a.camel.yaml");
    private static final Problem ERROR = new Problem(FILE, 3, 5, Rule.OUT_OF_RANGE, "gate.minScore is 2, must be 0.0–1.0", "minScore: 0.5", null);
    private static final Problem WARNING = new Problem(FILE, 2, 1, Rule.OUT_OF_RANGE, Severity.WARNING, "gate.minScore is 0.01, which lets nearly all through", "minScore: 0.5", "here");

    @Test
    void isAsBadAsItsRuleUnlessItSaysOtherwise() {
        assertThat(ERROR).hasToString("""
                a.camel.yaml:3:5: error [HW-012] gate.minScore is 2, must be 0.0–1.0
                  fix: minScore: 0.5""");
        assertThat(WARNING).hasToString("""
                a.camel.yaml:2:1: warning [HW-012] gate.minScore is 0.01, which lets nearly all through
                  fix: minScore: 0.5     see: here""");
    }

    @Test
    void errorsRefuseAndWarningsDoNot() {
        assertThat(Problem.anyError(List.of(WARNING))).isFalse();
        assertThat(Problem.anyError(List.of(WARNING, ERROR))).isTrue();
        assertThat(new RefusedException(List.of(ERROR, WARNING))).hasMessage(WARNING + "\n" + ERROR);
    }

    @Test
    void noIdStandsForTwoRules() {
        assertThat(Stream.of(Rule.values()).map(Rule::id)).doesNotHaveDuplicates().allMatch(id -> id.matches("HW-\\d{3}"));
    }
}
