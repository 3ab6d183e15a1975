package io.headwater.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.SourceStage;
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
        return """
                - route:
                    id: %1$s
                    from:
                      id: %1$s-in
                      uri: numbers:%1$s
                      parameters:
                        weight: %2$d
                      steps:
                        - to:
                            id: %1$s-toil
                            uri: toil:%1$s
                """.formatted(name, weight) + more.indent(8);
    }

    private static Numbers endless() {
        return new Numbers(Integer.MAX_VALUE, SourceStage.Settings.lossless(4));
    }

    @Test
    void eachSourceKeepsItsShareByWeight() {
        AtomicLong now = new AtomicLong(); // which only the work moves, so that what else the machine does changes nothing
        Map<String, AtomicInteger> had = new ConcurrentHashMap<>();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger times = new AtomicInteger();
        Toil toil = new Toil(exchange -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            LockSupport.parkNanos(PAUSE_NANOS); // the others come to wait meanwhile
            now.addAndGet(TOIL_NANOS);
            inside.decrementAndGet();
            times.incrementAndGet();
            had.computeIfAbsent(exchange.getFromRouteId(), r -> new AtomicInteger()).incrementAndGet();
        });
        String yaml = route("a", 1, "") + route("b", 1, "") + route("c", 2, "") + route("d", 4, "");
        try (Routes routes = Routes.builder().workers(2).ticks(now::get).bean("numbers", endless()).bean("toil", toil).yaml(yaml)) {
            Routes.await("all are at work", () -> had.size() == 4);
            had.values().forEach(n -> n.set(0));
            times.set(0);
            Routes.await("enough to compare", () -> times.get() > 1_000);
            Map<String, Integer> seen = new TreeMap<>();
            had.forEach((route, n) -> seen.put(route, n.get()));
            double all = seen.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(seen.get("a") / all).as("an eighth; a machine that is busy otherwise blurs it").isBetween(0.08, 0.19);
            assertThat(seen.get("b") / all).isBetween(0.08, 0.19);
            assertThat(seen.get("c") / all).isBetween(0.17, 0.33);
            assertThat(seen.get("d") / all).isBetween(0.38, 0.60);
            routes.stopRoutes();
            routes.assertAtRest();
        }
        assertThat(most).as("side by side").hasValue(2);
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
            Routes.await("all workers of the one wait", () -> turns.size() == 2);
            int before = through.get();
            Routes.await("the other goes on", () -> through.get() > before + 100);
            end.countDown();
            routes.stopRoutes();
            routes.assertAtRest();
        }
        assertThat(turns).containsOnly(false);
    }
}
