package io.headwater.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.SourceStage;
import io.headwater.flow.Priority;
import io.headwater.flow.Turns;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;

/** Several sources and fewer cores: who has how much of a step that computes. */
final class FairSourcesTest {
    private static final long TOIL_NANOS = 2_000_000;
    private static final long PAUSE_NANOS = 1_000_000;

    private static String route(String name, int weight, String more) {
        return route(name, weight, Priority.NORMAL, more);
    }

    private static String route(String name, int weight, Priority priority, String more) {
        return """
                - route:
                    id: %1$s
                    from:
                      id: %1$s-in
                      uri: numbers:%1$s
                      parameters:
                        weight: %2$d
                        priority: %3$s
                      steps:
                        - to:
                            id: %1$s-toil
                            uri: toil:%1$s
                """.formatted(name, weight, priority) + more.indent(8);
    }

    private static Numbers endless() {
        return new Numbers(Integer.MAX_VALUE, SourceStage.Settings.lossless(4));
    }

    @Test
    void eachSourceKeepsItsShareByWeight() {
        Map<String, Double> part = parts(route("a", 1, "") + route("b", 1, "") + route("c", 2, "") + route("d", 4, ""), 800, 1, () -> Toil.awaitThatWait(4));
        assertThat(part.get("a")).as("an eighth").isBetween(0.11, 0.14);
        assertThat(part.get("b")).isBetween(0.11, 0.14);
        assertThat(part.get("c")).isBetween(0.23, 0.27);
        assertThat(part.get("d")).isBetween(0.48, 0.52);
    }

    @Test
    void asManyWorkSideBySideAsThereAreTurns() {
        parts(route("a", 1, "") + route("b", 1, "") + route("c", 2, "") + route("d", 4, ""), 200, 2, () -> LockSupport.parkNanos(PAUSE_NANOS));
    }

    @Test
    void aHigherPriorityGoesFirstAndNobodyStarves() {
        Map<String, Double> part = parts(route("a", 1, Priority.HIGH, "") + route("b", 1, "") + route("c", 3, "") + route("d", 1, Priority.LOW, ""), 1_000, 1, () -> Toil.awaitThatWait(4));
        assertThat(part.get("a")).as("ten of eleven parts, of which the lowest has a tenth of one").isBetween(0.88, 0.93);
        assertThat(part.get("c")).as("three times as much as the other of its priority").isBetween(part.get("b") * 2.4, part.get("b") * 3.6);
        assertThat(part.get("d")).as("a hundredth").isBetween(0.004, 0.016);
    }

    /** What part of the work was for each route.
     *
     *  @param pause in which the others come to wait */
    private static Map<String, Double> parts(String yaml, int enough, int workers, Runnable pause) {
        AtomicLong now = new AtomicLong(); // which only the work moves, so that what else the machine does changes nothing
        Map<String, AtomicInteger> had = new ConcurrentHashMap<>();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger times = new AtomicInteger();
        Toil toil = new Toil(exchange -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            if (times.get() < enough) {
                pause.run();
            }
            now.addAndGet(TOIL_NANOS);
            inside.decrementAndGet();
            if (times.incrementAndGet() <= enough) {
                had.computeIfAbsent(exchange.getFromRouteId(), r -> new AtomicInteger()).incrementAndGet();
            }
        });
        Map<String, Double> parts = new TreeMap<>();
        try (Routes routes = Routes.builder().workers(workers).ticks(now::get).bean("numbers", endless()).bean("toil", toil).yaml(yaml)) {
            Routes.await("enough to compare", () -> times.get() >= enough);
            had.forEach((route, n) -> parts.put(route, n.get() / (double) enough));
            routes.stopRoutes();
            routes.assertAtRest();
        }
        assertThat(most).as("side by side").hasValue(workers);
        return parts;
    }

    @Test
    void aStepThatMayWaitHoldsNoTurn() throws Exception {
        List<Boolean> turns = new CopyOnWriteArrayList<>();
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger through = new AtomicInteger();
        Processor waits = exchange -> {
            turns.add(Turns.has());
            end.await();
        };
        String yaml = route("stuck", 1, "- process:\n    id: waits\n    ref: waits\n") + route("free", 1, "- process:\n    id: counts\n    ref: counts\n");
        try (Routes routes = Routes.builder().workers(2).bean("numbers", endless()).bean("toil", new Toil(exchange -> assertThat(Turns.has()).isTrue()))
                .bean("waits", waits).bean("counts", (Processor) exchange -> through.incrementAndGet()).yaml(yaml)) {
            Routes.await("all workers of the one wait", () -> turns.size() == 3);
            int before = through.get();
            Routes.await("the other goes on", () -> through.get() > before + 100);
            end.countDown();
            routes.stopRoutes();
            routes.assertAtRest();
        }
        assertThat(turns).containsOnly(false);
    }
}
