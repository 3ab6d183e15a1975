package io.headwater.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.SourceStage;
import io.headwater.flow.Book;
import io.headwater.flow.Fate;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.Test;

/** The queue, the workers and the order behind a source, on a route of five steps. */
final class SourceStageTest {
    private static final int WORKERS = 4;
    private static final String ROUTE = """
            - route:
                id: r
                from:
                  id: src
                  uri: numbers:x
                  steps:
                    - process:
                        id: first
                        ref: first
                    - to:
                        id: sieve
                        uri: sieve:x
                    - to:
                        id: line
                        uri: line:x
                    - process:
                        id: last
                        ref: last
            """;

    private final List<Integer> out = new java.util.ArrayList<>(); // written one by one, behind the ordered step

    private Routes open(Numbers numbers, Processor first, Line sieve) {
        return Routes.builder().workers(WORKERS).bean("numbers", numbers).bean("first", first).bean("sieve", sieve)
                .bean("line", new Line(true, n -> Fate.PASSED)).bean("last", (Processor) e -> out.add(e.getMessage().getBody(Integer.class))).yaml(ROUTE);
    }

    private static Line passes() {
        return new Line(false, n -> Fate.PASSED);
    }

    private static void jitter(Exchange exchange) {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(300_000));
    }

    private static void awaitEnd(Routes routes) throws Exception {
        Routes.await("all offered", () -> book(routes, "src").in() > 0);
        routes.stopRoutes();
        routes.host().steps().ended("r").get(10, TimeUnit.SECONDS);
    }

    private static Book book(Routes routes, String step) {
        return routes.ledger().find("r", step).orElseThrow().book();
    }

    private static void awaitOffered(Numbers numbers, int count) {
        Routes.await(count + " offered", () -> numbers.offered.get() == count);
    }

    @Test
    void itemsComeOutInSourceOrder() throws Exception {
        Numbers numbers = new Numbers(500, SourceStage.Settings.lossless(8));
        try (Routes routes = open(numbers, SourceStageTest::jitter, passes())) {
            awaitOffered(numbers, 500);
            awaitEnd(routes);
            assertThat(out).isEqualTo(IntStream.range(0, 500).boxed().toList());
            routes.assertAtRest();
        }
    }

    @Test
    void itemsWithAnotherFateHoldNobodyUp() throws Exception {
        Numbers numbers = new Numbers(500, SourceStage.Settings.lossless(8));
        Processor first = e -> {
            jitter(e);
            if (e.getMessage().getBody(Integer.class) % 7 == 0) {
                throw new IllegalStateException("every seventh is broken");
            }
        };
        Line sieve = new Line(false, n -> n % 5 == 0 ? Fate.heldBack("fifth") : n % 11 == 0 ? Fate.ABSORBED : Fate.PASSED);
        try (Routes routes = open(numbers, first, sieve)) {
            awaitOffered(numbers, 500);
            awaitEnd(routes);
            assertThat(out).isEqualTo(IntStream.range(0, 500).filter(n -> n % 7 != 0 && n % 5 != 0 && n % 11 != 0).boxed().toList());
            routes.assertAtRest();
            assertThat(book(routes, "first").failed()).containsEntry("IllegalStateException", 72L);
            assertThat(book(routes, "sieve").heldBack()).containsEntry("fifth", IntStream.range(0, 500).filter(n -> n % 7 != 0 && n % 5 == 0).count());
            assertThat(book(routes, "sieve").absorbed()).isPositive();
        }
    }

    @Test
    void workersWorkSideBySide() throws Exception {
        Numbers numbers = new Numbers(WORKERS * 10, SourceStage.Settings.lossless(8));
        CyclicBarrier together = new CyclicBarrier(WORKERS);
        try (Routes routes = open(numbers, e -> together.await(10, TimeUnit.SECONDS), passes())) {
            awaitOffered(numbers, WORKERS * 10);
            awaitEnd(routes);
            assertThat(out).hasSize(WORKERS * 10).isSorted();
            routes.assertAtRest();
        }
    }

    @Test
    void boundsWhatIsInFlightBehindASlowItem() throws Exception {
        Numbers numbers = new Numbers(200, SourceStage.Settings.lossless(3));
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        try (Routes routes = open(numbers, e -> {
            begun.incrementAndGet();
            if (e.getMessage().getBody(Integer.class) == 0) {
                slow.await();
            }
        }, passes())) {
            Routes.await("as many as may", () -> begun.get() == 2 * WORKERS);
            assertThat(out).isEmpty();
            assertThat(numbers.offered.get()).as("what is in flight, in the queue, and in the source's hand").isLessThanOrEqualTo(2 * WORKERS + 3 + 1);
            slow.countDown();
            awaitOffered(numbers, 200);
            awaitEnd(routes);
            assertThat(out).isEqualTo(IntStream.range(0, 200).boxed().toList());
            routes.assertAtRest();
        }
    }

    @Test
    void drainLetsThroughWhatIsInside() throws Exception {
        Numbers numbers = new Numbers(Integer.MAX_VALUE, SourceStage.Settings.lossless(16));
        try (Routes routes = open(numbers, SourceStageTest::jitter, passes())) {
            Routes.await("some are through", () -> book(routes, "last").in() > 50);
            routes.stopRoutes();
            routes.assertAtRest();
            Book source = book(routes, "src");
            assertThat(out).hasSize(Math.toIntExact(source.passed())).isEqualTo(IntStream.range(0, out.size()).boxed().toList());
            assertThat(source.in() - source.passed()).as("refused at the stop").isLessThanOrEqualTo(1).isEqualTo(Book.total(source.dropped()));
        }
    }

    @Test
    void liveSourceKeepsTheNewestAndCountsWhatItShed() throws Exception {
        Numbers numbers = new Numbers(100, SourceStage.Settings.NEWEST_WINS);
        CountDownLatch busy = new CountDownLatch(1);
        try (Routes routes = open(numbers, e -> busy.await(), passes())) {
            awaitOffered(numbers, 100);
            busy.countDown();
            awaitEnd(routes);
            routes.assertAtRest();
            Book source = book(routes, "src");
            assertThat(out).isSorted().endsWith(99).hasSizeLessThanOrEqualTo(WORKERS + 2);
            assertThat(source.in()).isEqualTo(100);
            assertThat(source.dropped()).containsOnlyKeys("shed").containsEntry("shed", 100L - out.size());
        }
    }

    @Test
    void hundredThousandItemsInOrder() throws Exception {
        Numbers numbers = new Numbers(100_000, SourceStage.Settings.lossless(64));
        try (Routes routes = open(numbers, e -> {}, new Line(false, n -> n % 3 == 0 ? Fate.heldBack("third") : Fate.PASSED))) {
            Routes.await("all offered", () -> numbers.offered.get() == 100_000);
            awaitEnd(routes);
            assertThat(out).isEqualTo(IntStream.range(0, 100_000).filter(n -> n % 3 != 0).boxed().toList());
            routes.assertAtRest();
        }
    }

    @Test
    void ledgerGoesRedWhenAStepSwallowsAnItem() {
        AsyncProcessor swallows = new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                return false; // and never calls back
            }
        };
        String yaml = """
                - route:
                    id: r
                    from:
                      id: start
                      uri: seda:in
                      steps:
                        - process:
                            id: hole
                            ref: hole
                """;
        try (Routes routes = Routes.builder().bean("hole", swallows).yaml(yaml)) {
            routes.context().getShutdownStrategy().setTimeout(1);
            routes.send("seda:in", "lost");
            Routes.await("it is in", () -> book(routes, "hole").in() == 1);
            assertThat(routes.ledger().checkAtRest()).extracting(Object::toString).containsExactly("r/hole: in flight = 0 at rest is off by 1");
        }
    }

    @Test
    void noNumberIsRoutedTwice() throws Exception {
        Numbers numbers = new Numbers(2_000, SourceStage.Settings.lossless(8));
        ConcurrentHashMap<Integer, Integer> times = new ConcurrentHashMap<>();
        ConcurrentLinkedQueue<Integer> twice = new ConcurrentLinkedQueue<>();
        try (Routes routes = open(numbers, e -> {
            Integer n = e.getMessage().getBody(Integer.class);
            if (times.merge(n, 1, Integer::sum) > 1) {
                twice.add(n);
            }
        }, passes())) {
            awaitOffered(numbers, 2_000);
            awaitEnd(routes);
            assertThat(twice).isEmpty();
            assertThat(times).hasSize(2_000);
        }
    }
}
