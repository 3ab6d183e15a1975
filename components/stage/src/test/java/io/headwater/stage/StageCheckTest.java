package io.headwater.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.contract.CheckRun;
import io.headwater.exchange.StepCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class StageCheckTest {
    private static List<String> check(Map<String, String> options, boolean source) {
        StepCheck check = ServiceLoader.load(StepCheck.class).stream().map(ServiceLoader.Provider::get).filter(c -> c.scheme().equals("stage")).findFirst().orElseThrow();
        return CheckRun.of(check, new StepCheck.Options(options, source, true, Path.of("."), List.of()), "%s [%s] %s / %s");
    }

    @Test
    void acceptsEachSidesOwnOptions() {
        assertThat(check(Map.of("name", "q", "capacity", "10", "maxBytes", "64MiB", "overflow", "FAIL", "ordered", "false"), false)).isEmpty();
        assertThat(check(Map.of("name", "q", "workers", "4", "key", "source", "maxAge", "1m30s"), true)).isEmpty();
    }

    @Test
    void rejectsACapacityOutOfRange() {
        assertThat(check(Map.of("capacity", "0"), false)).singleElement().asString().startsWith("capacity [HW-012] stage.capacity is 0, must be 1");
        assertThat(check(Map.of("capacity", "100001"), false)).singleElement().asString().endsWith("–100000 / capacity: 100");
    }

    @Test
    void rejectsWorkersOutOfRange() {
        assertThat(check(Map.of("workers", "257"), true)).singleElement().asString().startsWith("workers [HW-012] stage.workers is 257, must be 1").endsWith("–256 / workers: 2");
    }

    @Test
    void rejectsWhatIsNoSize() {
        assertThat(check(Map.of("maxBytes", "64mb"), false)).containsExactly(
                "maxBytes [HW-006] stage.maxBytes is 64mb, must be a size above 0 such as 64MiB, 500kB or 1000000 / maxBytes: 64MiB");
    }

    @Test
    void rejectsOptionsOfTheOtherSide() {
        assertThat(check(Map.of("workers", "2"), false)).containsExactly("workers [HW-015] stage.workers is an option of from, not of to / move it to where the stage is read");
        assertThat(check(Map.of("overflow", "FAIL"), true)).containsExactly("overflow [HW-015] stage.overflow is an option of to, not of from / move it to where the stage is written");
    }

    @Test
    void rejectsAKeyThatIsTheSameForAll() {
        assertThat(check(Map.of("key", "camera", "workers", "2"), true)).containsExactly(
                "key [HW-006] stage.key is camera, the same for every item; must be source, or hold an expression such as ${header.machine} / key: source");
    }

    @Test
    void warnsOfAKeyThatOneWorkerHasNoUseFor() {
        assertThat(check(Map.of("key", "source"), true)).containsExactly("key [HW-076] stage.key is source, and one worker keeps the order of all items anyway / workers: 4");
    }

    @Test
    void rejectsADeadlineOfNoTime() {
        assertThat(check(Map.of("maxAge", "0s"), true)).containsExactly("maxAge [HW-012] stage.maxAge is 0s, must be above 0 / maxAge: 2s");
    }
}
