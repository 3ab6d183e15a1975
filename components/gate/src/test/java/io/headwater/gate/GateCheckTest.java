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
                "null [HW-015] gate lets everything through: it has none of minScore, labels, minCount, zone, line and whenEmpty: hold / minScore: 0.5");
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

    @Test
    void acceptsPlaces() {
        assertThat(check(Map.of("zone", "0,0;1,0;1,1"), false)).isEmpty();
        assertThat(check(Map.of("line", "0,0.5;1,0.5", "keep", "in", "debounce", "0s", "leftAfter", "PT5S", "anchor", "centre"), false)).isEmpty();
        assertThat(check(Map.of("zone", "0,0;1,0;1,1", "keep", "INSIDE", "minDwell", "30s", "minCount", "5"), false)).isEmpty();
    }

    @Test
    void rejectsPlacesThatAreNone() {
        assertThat(check(Map.of("zone", "0,0;100,0;100,50"), false)).containsExactly("zone [HW-058] gate.zone is 0,0;100,0;100,50, which looks like pixels: it must be 3 to 100 corners x,y, each "
                + "0.0–1.0 of the picture, with semicolons between them, whose edges do not cross; divide x by the picture's width and y by its height / zone: 0.1,0.5;0.5,0.5;0.5,1;0.1,1");
        assertThat(check(Map.of("line", "0,0.5"), false)).containsExactly("line [HW-058] gate.line is 0,0.5, must be two ends x,y, each 0.0–1.0 of the picture, with a semicolon between them"
                + " / line: 0.1,0.5;0.9,0.5");
    }

    @Test
    void rejectsOptionsOfAnotherPlace() {
        assertThat(check(Map.of("zone", "0,0;1,0;1,1", "line", "0,0;1,1"), false)).containsExactly("line [HW-015] gate has a zone and a line, it watches one place / make two gates of it, one behind the other");
        assertThat(check(Map.of("zone", "0,0;1,0;1,1", "keep", "out"), false)).containsExactly("keep [HW-015] gate.keep is out, which is of a line, and it has none / keep: inside");
        assertThat(check(Map.of("line", "0,0;1,1", "keep", "in", "minDwell", "5s"), false)).singleElement().asString().startsWith("minDwell [HW-015] gate.minDwell is of those who are kept as inside or leaving, and keep is in");
        assertThat(check(Map.of("line", "0,0;1,1", "debounce", "2m"), false)).containsExactly("debounce [HW-012] gate.debounce is 2m, must be 0s–1m / debounce: 300ms");
    }
}
