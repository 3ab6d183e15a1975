package io.headwater.summarize;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.contract.CheckRun;
import io.headwater.exchange.StepCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class SummarizeCheckTest {
    private static List<String> check(Map<String, String> options, boolean source, boolean topLevel) {
        StepCheck check = ServiceLoader.load(StepCheck.class).stream().map(ServiceLoader.Provider::get).filter(c -> c.scheme().equals("summarize")).findFirst().orElseThrow();
        return CheckRun.of(check, new StepCheck.Options(options, source, topLevel, Path.of("."), List.of()), "%s [%s] %s / %s");
    }

    @Test
    void acceptsDurationsAsCamelWritesThem() {
        assertThat(check(Map.of("window", "1m30s", "idleAfter", "500", "skew", "PT1H", "maxKeys", "10"), false, true)).isEmpty();
    }

    @Test
    void rejectsOptionsOutOfRange() {
        assertThat(check(Map.of("window", "0s", "idleAfter", "2d", "maxKeys", "0"), false, true)).containsExactly(
                "window [HW-012] summarize.window is 0s, must be 100ms–7d / window: 10s",
                "idleAfter [HW-012] summarize.idleAfter is 2d, must be 0s–1d / idleAfter: 2s",
                "maxKeys [HW-012] summarize.maxKeys is 0, must be 1–100000 / maxKeys: 1000");
    }

    @Test
    void rejectsAPlaceInsideAnotherStep() {
        assertThat(check(Map.of(), false, false)).containsExactly(
                "null [HW-014] summarize stands inside another step / put it in the route's own list of steps; its windows go on from there");
    }

    @Test
    void rejectsUseAsASource() {
        assertThat(check(Map.of(), true, true)).containsExactly(
                "null [HW-014] summarize is a step, it cannot be the source of a route / use it in steps, after a source");
    }
}
