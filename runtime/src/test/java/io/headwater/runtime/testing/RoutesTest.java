package io.headwater.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.runtime.RouteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the test of every example route, as {@code headwater test routes} does. */
class RoutesTest {
    private static final Path ROUTES = Path.of(System.getProperty("headwater.home")).resolve("routes");

    @TestFactory
    Stream<DynamicTest> examples() {
        TestRun run = TestRun.read(List.of(ROUTES), List.of());
        assertThat(run.problems()).isEmpty();
        return run.cases().map(test -> DynamicTest.dynamicTest(test.name(), test.file().toUri(), test::run));
    }

    @Test
    void everyExampleHasATest() {
        for (Path route : RouteFiles.find(List.of(ROUTES))) {
            TestRun run = TestRun.read(List.of(route), List.of());
            assertThat(run.problems()).isEmpty();
            assertThat(run.size()).as(route.toString()).isPositive();
        }
    }
}
