package io.headwater.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.contract.CheckRun;
import io.headwater.exchange.StepCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class TrackCheckTest {
    private static List<String> check(Map<String, String> options, boolean source) {
        StepCheck check = ServiceLoader.load(StepCheck.class).stream().map(ServiceLoader.Provider::get).filter(c -> c.scheme().equals("track")).findFirst().orElseThrow();
        return CheckRun.of(check, new StepCheck.Options(options, source, true, Path.of("."), List.of()), "%s [%s] %s / %s");
    }

    @Test
    void acceptsWhatIsInRange() {
        assertThat(check(Map.of(), false)).isEmpty();
        assertThat(check(Map.of("highScore", "0.4", "lowScore", "0.4", "minIou", "0.3", "minHits", "1", "maxLost", "PT1M", "pathLength", "0"), false)).isEmpty();
    }

    @Test
    void rejectsOptionsOutOfRange() {
        assertThat(check(Map.of("highScore", "1.4", "minIou", "0", "minHits", "0", "pathLength", "2000", "maxLost", "1h"), false)).containsExactly(
                "highScore [HW-012] track.highScore is 1.4, must be 0.0–1.0 / highScore: 0.5",
                "minIou [HW-012] track.minIou is 0, must be 0.01–0.99 / minIou: 0.2",
                "minHits [HW-012] track.minHits is 0, must be 1–100 / minHits: 2",
                "pathLength [HW-012] track.pathLength is 2000, must be 0–1000 / pathLength: 16",
                "maxLost [HW-012] track.maxLost is 1h, must be 0s–10m / maxLost: 2s");
    }

    @Test
    void rejectsWeakAboveSure() {
        assertThat(check(Map.of("lowScore", "0.6"), false)).containsExactly(
                "lowScore [HW-015] track.lowScore is 0.6 and highScore 0.5: what is weak must score less than what is sure / lowScore: 0.25");
    }

    @Test
    void rejectsUseAsASource() {
        assertThat(check(Map.of(), true)).containsExactly("null [HW-014] track is a step, it cannot be the source of a route / use it in steps, after infer");
    }
}
