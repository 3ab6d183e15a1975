package io.headwater.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.contract.CheckRun;
import io.headwater.exchange.StepCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class GateCheckTest {
    private static List<String> check(Map<String, String> options, boolean source) {
        StepCheck check = ServiceLoader.load(StepCheck.class).stream().map(ServiceLoader.Provider::get).filter(c -> c.scheme().equals("gate")).findFirst().orElseThrow();
        return CheckRun.of(check, new StepCheck.Options(options, source, true, Path.of("."), List.of()), "%s [%s] %s / %s");
    }

    @Test
    void acceptsAnyOneOption() {
        assertThat(check(Map.of("minScore", "0.5"), false)).isEmpty();
        assertThat(check(Map.of("labels", "person", "whenEmpty", "pass"), false)).isEmpty();
        assertThat(check(Map.of("whenEmpty", "HOLD"), false)).isEmpty();
        assertThat(check(Map.of("minCount", "2"), false)).isEmpty();
    }

    @Test
    void rejectsScoreAboveOne() {
        assertThat(check(Map.of("minScore", "1.4"), false)).containsExactly("minScore [HW-012] gate.minScore is 1.4, must be 0.0–1.0 / minScore: 0.5");
    }

    @Test
    void rejectsACountBelowOne() {
        assertThat(check(Map.of("minCount", "0"), false)).singleElement().asString().startsWith("minCount [HW-012] gate.minCount is 0, must be 1");
    }

    @Test
    void rejectsAGateThatLetsEverythingThrough() {
        assertThat(check(Map.of("name", "busy", "whenEmpty", "pass"), false)).containsExactly(
                "null [HW-015] gate lets everything through: it has none of minScore, labels, minCount and whenEmpty: hold / minScore: 0.5");
    }

    @Test
    void rejectsPassingEmptyOnesBesideACount() {
        assertThat(check(Map.of("minCount", "2", "whenEmpty", "pass"), false)).containsExactly(
                "whenEmpty [HW-015] gate.minCount holds empty answers back, and whenEmpty: pass lets them pass / take one of the two out");
    }

    @Test
    void rejectsUseAsASource() {
        assertThat(check(Map.of(), true)).containsExactly("null [HW-014] gate is a step, it cannot be the source of a route / use it in steps, after infer");
    }
}
