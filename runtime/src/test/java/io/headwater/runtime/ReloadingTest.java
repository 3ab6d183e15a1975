package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.contract.Routes;
import io.headwater.exchange.RefusedException;
import io.headwater.flow.Book;
import io.headwater.runtime.check.RoutePart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Route files that change under a running application with load: eight routes, each from a test picture at its own pace to a window. */
class ReloadingTest {
    private static final int ROUTES = 8;
    @TempDir
    Path folder;
    @TempDir
    Path state;
    private Routes running;
    private LoadedRoutes loaded;
    private Reloading reloading;
    private final List<String> gone = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        for (int i = 0; i < ROUTES; i++) {
            write(i, 20);
        }
        begin();
    }

    private void begin() throws IOException {
        running = Routes.builder().workers(2).yaml("- route:\n    id: idle\n    from:\n      uri: direct:in\n      steps:\n        - stop: {}\n");
        loaded = new LoadedRoutes(running.context(), running.host(), gone::add);
        reloading = new Reloading(loaded, RoutePlaces.of(List.of(folder), state), List.of(), RouteSets.in(state), InstantSource.system());
        reloading.begin(Admission.of(List.of(folder), List.of()));
    }

    @AfterEach
    void stop() {
        reloading.close();
        running.close();
    }

    private void write(int i, int fps) throws IOException {
        Files.writeString(folder.resolve("r" + i + ".camel.yaml"), """
                - route:
                    id: r%1$d
                    from:
                      id: cam
                      uri: camera
                      parameters:
                        name: c%1$d
                        location: test
                        fps: %2$d
                      steps:
                        - to:
                            id: small
                            uri: preprocess
                            parameters:
                              name: small
                              width: 64
                              height: 48
                        - to:
                            id: seen
                            uri: log
                            parameters:
                              loggerName: seen
                              level: "OFF"
                """.formatted(i, fps));
    }

    private long in(String route) {
        return running.ledger().books().stream().filter(b -> b.route().equals(route) && b.step().equals("cam")).mapToLong(Book::in).sum();
    }

    private List<String> ids() {
        return running.context().getRoutes().stream().map(Route::getRouteId).filter(id -> !id.equals("idle")).sorted().toList();
    }

    private void assertNothingLost() {
        running.stopRoutes();
        running.assertAtRest();
        assertThat(running.ledger().books()).allSatisfy(b -> assertThat(b.failed()).as(b.route() + "/" + b.step()).isEmpty());
    }

    /** With {@code -Dheadwater.long=true} 200 reloads, of which the longest is printed. */
    @Test
    void tellsWhatARouteThatRunsDoes() throws IOException {
        RunningExplanation explanation = new RunningExplanation(loaded, List.of());
        assertThat(explanation.of("r3").orElseThrow()).startsWith("route r3 (").contains("Makes test pictures, 640×480 pixels, 20 a second.").doesNotContain("route r4");
        assertThat(explanation.of("nobody")).isEmpty();
        write(3, 10);
        assertThatThrownBy(() -> explanation.of("r3")).isInstanceOf(SurroundingsException.class).hasMessageContaining("the files say something else by now than what runs");
    }

    @Test
    void replacesOnlyWhatChanged() throws IOException {
        int rounds = Boolean.getBoolean("headwater.long") ? 200 : 10;
        List<Route> others = running.context().getRoutes().stream().filter(r -> !r.getRouteId().equals("r0")).toList();
        long longest = 0;
        for (int round = 0; round < rounds; round++) {
            long before = in("r1");
            write(0, 21 + round);
            long start = System.nanoTime();
            assertThat(reloading.reload().lines()).containsExactly("~ r0 (" + folder.resolve("r0.camel.yaml") + ")");
            longest = Math.max(longest, System.nanoTime() - start);
            assertThat(running.context().getRoutes()).as("untouched").containsAll(others);
            assertThat(in("r1")).as("its figures go on").isGreaterThanOrEqualTo(before);
        }
        assertThat(gone).containsOnly("r0").hasSize(rounds);
        System.out.printf("%d reloads, the longest %d ms%n", rounds, longest / 1_000_000);
        assertNothingLost();
        assertThat(running.ledger().books().stream().filter(b -> !b.route().equals("r0"))).allSatisfy(b -> assertThat(b.dropped().keySet()).isSubsetOf("shed"));
    }

    @Test
    void addsAndRemoves() throws IOException {
        Files.delete(folder.resolve("r3.camel.yaml"));
        write(9, 5);
        assertThat(reloading.reload().lines()).containsExactly("+ r9 (" + folder.resolve("r9.camel.yaml") + ")", "- r3 (" + folder.resolve("r3.camel.yaml") + ")");
        assertThat(ids()).contains("r9").doesNotContain("r3").hasSize(ROUTES);
        assertThat(running.ledger().books()).noneMatch(b -> b.route().equals("r3"));
        assertNothingLost();
    }

    @Test
    void refusesAWrongFileWithoutAnyEffect() throws IOException {
        List<Route> before = running.context().getRoutes();
        write(1, 30); // right, and beside a wrong one: all or nothing
        Files.writeString(folder.resolve("r0.camel.yaml"), Files.readString(folder.resolve("r0.camel.yaml")).replace("uri: log", "uri: lgo"));
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> reloading.reload()).isInstanceOf(RefusedException.class).hasMessageContaining("r0.camel.yaml:20:18: error [HW-003] there is no component 'lgo'");
        }
        assertThat(running.context().getRoutes()).containsExactlyElementsOf(before);
        assertThat(reloading.state().refused()).hasSize(1);
        assertThat(reloading.state().instead()).isEqualTo("the files are wrong; what ran before runs on");
        write(0, 20);
        assertThat(reloading.reload().lines()).containsExactly("~ r1 (" + folder.resolve("r1.camel.yaml") + ")");
        assertThat(reloading.state().refused()).isEmpty();
        assertThat(reloading.state().instead()).isNull();
        assertNothingLost();
    }

    @Test
    void comesBackWithTheLastGoodSetAfterARestart() throws IOException {
        write(0, 25);
        reloading.reload();
        Files.writeString(folder.resolve("r0.camel.yaml"), "- route: [half wri");
        stop();
        begin();
        assertThat(ids()).hasSize(ROUTES);
        assertThat(loaded.current().parts().getFirst().text()).contains("fps: 25");
        assertThat(reloading.state().instead()).isEqualTo("the files are wrong; what ran last runs");
    }

    @Test
    void refusesToStartWhereNothingEverRan() throws IOException {
        stop();
        Files.writeString(folder.resolve("r0.camel.yaml"), "- route: [half wri");
        try (java.util.stream.Stream<Path> sets = Files.list(state.resolve("routes"))) {
            for (Path set : sets.toList()) {
                Files.writeString(set, "{\"digest\": \"torn");
            }
        }
        assertThatThrownBy(this::begin).isInstanceOf(RefusedException.class).hasMessageContaining("r0.camel.yaml:1:10");
    }

    @Test
    void rollsBackAndStaysSoUntilAFileChanges() throws IOException {
        write(0, 25);
        reloading.reload();
        assertThat(reloading.rollback().lines()).containsExactly("~ r0 (" + folder.resolve("r0.camel.yaml") + ")");
        assertThat(loaded.current().parts().getFirst().text()).contains("fps: 20");
        assertThat(reloading.reload().lines()).as("the files are as they were").isEmpty();
        stop();
        begin();
        assertThat(loaded.current().parts().getFirst().text()).as("after a restart").contains("fps: 20");
        write(0, 26);
        assertThat(reloading.reload().lines()).hasSize(1);
        assertThat(loaded.current().parts().getFirst().text()).contains("fps: 26");
    }

    @Test
    void replacesAndRemovesARouteThatFailsToStop() throws IOException {
        running.context().getRegistry().bind("stuck", new RoutePolicySupport() {
            private boolean fails;

            @Override
            public void onStop(Route route) {
                fails = !fails; // what is stopped a second time has let go
                if (fails) {
                    throw new IllegalStateException("stuck");
                }
            }
        });
        RouteSet before = loaded.current();
        loaded.change(with(before, "log:old"));
        loaded.change(with(before, "log:new"));
        assertThat(running.context().getRouteController().getRouteStatus("r-stuck")).isEqualTo(ServiceStatus.Started);
        assertThat(running.context().getEndpoints()).extracting(Endpoint::getEndpointUri).contains("log://new").doesNotContain("log://old");
        loaded.change(before);
        assertThat(running.context().getRoute("r-stuck")).isNull();
        assertThat(gone).containsExactly("r-stuck", "r-stuck");
        assertNothingLost();
    }

    private RouteSet with(RouteSet set, String step) {
        List<RoutePart> parts = new ArrayList<>(set.parts());
        parts.add(new RoutePart(folder.resolve("stuck.camel.yaml"), "r-stuck", "- route:\n    id: r-stuck\n    routePolicy: stuck\n    from:\n      uri: direct:stuck\n      steps:\n        - to: " + step + "\n"));
        return new RouteSet(parts);
    }

    @Test
    void rollsBackToARouteWhoseFileIsGone() throws IOException {
        Files.delete(folder.resolve("r0.camel.yaml"));
        reloading.reload();
        assertThat(ids()).doesNotContain("r0");
        assertThat(reloading.rollback().lines()).containsExactly("+ r0 (" + folder.resolve("r0.camel.yaml") + ")");
        assertThat(ids()).contains("r0").hasSize(ROUTES);
        assertNothingLost();
    }

    @Test
    void takesAChangeOverByItself() throws IOException {
        reloading.every(java.time.Duration.ofMillis(50));
        write(2, 33);
        Routes.await("the change runs", () -> loaded.current().parts().get(2).text().contains("fps: 33"));
    }
}
