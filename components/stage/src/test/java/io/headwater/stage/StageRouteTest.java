package io.headwater.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.contract.Pictures;
import io.headwater.contract.Routes;
import io.headwater.flow.Book;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.ModelId;
import io.headwater.flow.Origin;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.View;
import io.headwater.flow.Detections;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.Test;

final class StageRouteTest {
    private static final String FRONT = """
            - route:
                id: front
                from:
                  id: in
                  uri: direct
                  parameters:
                    name: in
                  steps:
                    - to:
                        id: give
                        uri: stage
                        parameters:
                          name: q
                          capacity: 4
                          overflow: BLOCK
            """;
    private static final String BACK = """
            - route:
                id: back
                from:
                  id: take
                  uri: stage
                  parameters:
                    name: q
                    workers: 1
                  steps:
                    - to:
                        id: end
                        uri: mock
                        parameters:
                          name: out
            """;

    private static Book book(Routes routes, String route, String step) {
        return routes.ledger().books().stream().filter(b -> b.route().equals(route) && b.step().equals(step)).findFirst()
                .orElseThrow(() -> new AssertionError(routes.ledger().books()));
    }

    private static Book stage(Routes routes) {
        return book(routes, "stage", "q");
    }

    @Test
    void handsItemsFromOneRouteToAnotherInOrder() {
        try (Routes routes = Routes.of(FRONT + BACK)) {
            List<Object> sent = IntStream.range(0, 100).<Object>mapToObj(i -> "item " + i).toList();
            sent.forEach(routes::send);
            Routes.await("all are through", () -> routes.received("out").size() == 100);
            assertThat(routes.received("out")).isEqualTo(sent);
            routes.assertAtRest();
            assertThat(book(routes, "front", "give").passed()).isEqualTo(100);
            assertThat(stage(routes).passed()).isEqualTo(100);
            assertThat(book(routes, "back", "take").passed()).isEqualTo(100);
            assertThat(book(routes, "back", "end").in()).isEqualTo(100);
        }
    }

    @Test
    void keepsPixelsReadableAfterTheFirstRouteIsDone() throws Exception {
        try (Routes routes = Routes.of(FRONT + BACK)) {
            CountDownLatch firstRouteIsDone = new CountDownLatch(1);
            CountDownLatch looked = new CountDownLatch(1);
            AtomicInteger intact = new AtomicInteger();
            routes.whenAt("out", body -> {
                firstRouteIsDone.await();
                if (Pictures.isIntact((Frame) body)) {
                    intact.incrementAndGet();
                }
                looked.countDown();
            });
            routes.send(new Pictures(routes.pool()).frame(7));
            assertThat(routes.pool().frames()).as("frames leased by the stage").isEqualTo(1);
            firstRouteIsDone.countDown();
            looked.await();
            assertThat(intact).hasValue(1);
            routes.assertAtRest();
            assertThat(routes.pool().frames()).isZero();
        }
    }

    @Test
    void keepsTheFrameOfAnInference() throws Exception {
        try (Routes routes = Routes.of(FRONT + BACK)) {
            CountDownLatch looked = new CountDownLatch(1);
            AtomicInteger intact = new AtomicInteger();
            routes.whenAt("out", body -> {
                Frame frame = ((Inference) body).frame();
                if (frame != null && Pictures.isIntact(frame)) {
                    intact.incrementAndGet();
                }
                looked.countDown();
            });
            routes.send(Inference.of(new Pictures(routes.pool()).frame(1), new ModelId("m", "1", "a".repeat(64)), Duration.ZERO, Detections.NONE));
            looked.await();
            assertThat(intact).hasValue(1);
            routes.assertAtRest();
        }
    }

    @Test
    void keepsThePixelsOfWhatATemplateSendsStraightIntoIt() throws Exception {
        try (Routes routes = Routes.of(FRONT + BACK)) {
            CountDownLatch sent = new CountDownLatch(1);
            CountDownLatch looked = new CountDownLatch(1);
            AtomicInteger intact = new AtomicInteger();
            routes.whenAt("out", body -> {
                sent.await();
                if (Pictures.isIntact((Frame) body)) {
                    intact.incrementAndGet();
                }
                looked.countDown();
            });
            routes.send("stage:q?capacity=4", new Pictures(routes.pool()).frame(3));
            sent.countDown();
            looked.await();
            assertThat(intact).hasValue(1);
            Routes.await("the frame is back", () -> routes.pool().frames() == 0);
        }
    }

    @Test
    void dropsOldestFramesAndGivesTheirMemoryBack() throws Exception {
        try (Routes routes = Routes.of(FRONT.replace("BLOCK", "DROP_OLDEST") + BACK)) {
            CountDownLatch hold = new CountDownLatch(1);
            CountDownLatch first = new CountDownLatch(1);
            routes.whenAt("out", body -> {
                first.countDown();
                hold.await();
            });
            Pictures pictures = new Pictures(routes.pool());
            routes.send(pictures.frame(0));
            first.await();
            for (int i = 1; i <= 10; i++) { // one is in the route and maybe one on its way there; four are queued
                routes.send(pictures.frame(i));
            }
            assertThat(routes.pool().frames()).isLessThanOrEqualTo(6);
            hold.countDown();
            routes.assertAtRest();
            Book stage = stage(routes);
            assertThat(stage.dropped().get("oldest")).isBetween(5L, 6L);
            assertThat(stage.passed() + stage.dropped().get("oldest")).isEqualTo(11);
            assertThat(routes.received("out", Frame.class).getLast().sequence()).isEqualTo(10);
        }
    }

    @Test
    void failsTheSenderWhenFullAndKeepsWhatItWasToBeTold() {
        try (Routes routes = Routes.of(FRONT.replace("BLOCK", "FAIL").replace("capacity: 4", "capacity: 1"))) {
            routes.send(new Pictures(routes.pool()).frame(0));
            AtomicReference<String> told = new AtomicReference<>("");
            Exchange refused = routes.context().createProducerTemplate().send("direct:in", exchange -> {
                exchange.getIn().setBody("more");
                exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                    @Override
                    public void onComplete(Exchange done) {
                        told.set("complete");
                    }

                    @Override
                    public void onFailure(Exchange failed) {
                        told.set("failure");
                    }
                });
            });
            assertThat(refused.getException()).isInstanceOf(StageFullException.class).hasMessage("stage q is full: 1 of 1 items");
            assertThat(told).hasValue("failure");
            assertThat(book(routes, "front", "give").failed()).isEqualTo(Map.of("StageFullException", 1L));
            assertThat(stage(routes).in()).isEqualTo(1);
            routes.stopRoutes();
            assertThat(stage(routes).dropped()).isEqualTo(Map.of("stopped", 1L));
            routes.assertAtRest();
        }
    }

    @Test
    void tellsTheSendersCompletionWhenTheSecondRouteIsDone() throws Exception {
        try (Routes routes = Routes.of(FRONT + BACK)) {
            CountDownLatch inSecond = new CountDownLatch(1);
            CountDownLatch told = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            routes.whenAt("out", body -> {
                inSecond.countDown();
                goOn.await();
            });
            routes.context().createProducerTemplate().send("direct:in", exchange -> {
                exchange.getIn().setBody("one");
                exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                    @Override
                    public void onDone(Exchange done) {
                        told.countDown();
                    }
                });
            });
            inSecond.await();
            assertThat(told.getCount()).as("not told yet").isEqualTo(1);
            goOn.countDown();
            told.await();
            routes.assertAtRest();
        }
    }

    @Test
    void stopsThoughNobodyReadsAndASenderWaits() throws Exception {
        try (Routes routes = Routes.of(FRONT.replace("capacity: 4", "capacity: 1"))) {
            routes.send("one");
            Thread waiting = Thread.ofPlatform().name("test/sender").start(() -> routes.send("two"));
            Routes.await("the second waits", () -> stage(routes).inFlight() == 2);
            routes.context().stop();
            waiting.join();
            assertThat(stage(routes).dropped()).isEqualTo(Map.of("stopped", 2L));
            routes.assertAtRest();
        }
    }

    @Test
    void drainsBeforeTheContextStops() {
        AtomicInteger through = new AtomicInteger();
        try (Routes routes = Routes.of(FRONT.replace("capacity: 4", "capacity: 100") + BACK)) {
            routes.whenAt("out", body -> through.incrementAndGet());
            for (int i = 0; i < 100; i++) {
                routes.send("item " + i);
            }
        }
        assertThat(through).hasValue(100);
    }

    @Test
    void readsOnAfterTheReadingRouteWasStoppedAndStarted() throws Exception {
        try (Routes routes = Routes.of(FRONT + BACK)) {
            routes.context().getRouteController().stopRoute("back");
            routes.send("kept meanwhile");
            assertThat(stage(routes).inFlight()).isEqualTo(1);
            routes.context().getRouteController().startRoute("back");
            Routes.await("it is through", () -> routes.received("out").size() == 1);
            routes.assertAtRest();
        }
    }

    @Test
    void isReadByOneRouteOnly() {
        assertThatThrownBy(() -> Routes.of(FRONT + BACK + BACK.replace("id: back", "id: other").replace("id: take", "id: take2").replace("id: end", "id: end2")).close())
                .hasMessage("stage q is read by route back, and here by route other: one route reads a stage; raise its workers, or use another stage");
    }

    @Test
    void isRefusedWithASizeThatIsNone() {
        assertThatThrownBy(() -> Routes.of(FRONT.replace("overflow: BLOCK", "maxBytes: 64mb")).close())
                .hasRootCauseMessage("stage.maxBytes is 64mb, must be a size above 0 such as 64MiB, 500kB or 1000000");
    }

    @Test
    void drainsTheReadingRouteOnceAllThatWriteHaveDrained() {
        String keep = BACK.replace("steps:\n", "steps:\n        - to:\n            id: keep\n            uri: keeper:all\n");
        String side = FRONT.replace("id: front", "id: side").replace("id: in", "id: in2").replace("name: in", "name: in2").replace("id: give", "id: give2");
        List<String> flushed = new CopyOnWriteArrayList<>();
        try (Routes routes = Routes.builder().notStarted().yaml(FRONT + side + keep)) {
            routes.context().addComponent("keeper", new Keeper(() -> flushed.add("flushed after " + routes.received("out").size())));
            routes.start();
            for (int i = 0; i < 4; i++) {
                routes.send("item " + i);
            }
            routes.host().steps().flush("front");
            assertThat(flushed).as("the other route may write still").isEmpty();
            routes.host().steps().flush("side");
            assertThat(flushed).containsExactly("flushed after 4");
        }
    }

    @Test
    void keepsTheOrderOfAKeyThatAnExpressionTells() {
        String keyed = BACK.replace("workers: 1", "workers: 4\n        key: ${header.lane}");
        Map<String, List<String>> seen = new ConcurrentHashMap<>();
        try (Routes routes = Routes.builder().notStarted().yaml(FRONT + keyed)) {
            routes.whenAt("out", body -> seen.computeIfAbsent(body.toString().substring(0, 1), k -> new CopyOnWriteArrayList<>()).add(body.toString()));
            routes.start();
            ProducerTemplate sender = routes.context().createProducerTemplate();
            for (int i = 0; i < 200; i++) {
                sender.sendBodyAndHeader("direct:in", "a-" + i, "lane", "a");
                sender.sendBodyAndHeader("direct:in", "b-" + i, "lane", "b");
            }
            Routes.await("all are through", () -> routes.received("out").size() == 400);
            routes.assertAtRest();
        }
        assertThat(seen.get("a")).isEqualTo(IntStream.range(0, 200).mapToObj(i -> "a-" + i).toList());
        assertThat(seen.get("b")).isEqualTo(IntStream.range(0, 200).mapToObj(i -> "b-" + i).toList());
    }

    @Test
    void holdsUpOneCameraAndNotTheOther() throws Exception {
        String keyed = BACK.replace("workers: 1", "workers: 4\n        key: source").replace("steps:\n", "steps:\n        - process:\n            id: look\n            ref: look\n");
        CountDownLatch goOn = new CountDownLatch(1);
        List<String> begun = new CopyOnWriteArrayList<>();
        Processor look = exchange -> {
            Frame frame = (Frame) exchange.getMessage().getBody();
            begun.add(frame.source() + frame.sequence());
            if (frame.source().equals("slow")) {
                goOn.await();
            }
        };
        try (Routes routes = Routes.builder().bean("look", look).yaml(FRONT.replace("capacity: 4", "capacity: 100") + keyed)) {
            for (int i = 0; i < 5; i++) {
                routes.send(frame(routes, "slow", i));
            }
            for (int i = 0; i < 5; i++) {
                routes.send(frame(routes, "quick", i));
            }
            Routes.await("all of quick", () -> begun.contains("quick4"));
            assertThat(begun).containsExactlyInAnyOrder("slow0", "quick0", "quick1", "quick2", "quick3", "quick4");
            goOn.countDown();
            Routes.await("all of both", () -> begun.size() == 10);
            routes.assertAtRest();
        }
        assertThat(begun.stream().filter(name -> name.startsWith("slow"))).containsExactly("slow0", "slow1", "slow2", "slow3", "slow4");
    }

    private static Frame frame(Routes routes, String source, int n) {
        Instant now = Instant.EPOCH;
        return Objects.requireNonNull(routes.pool().tryTake(new Origin(source, 0, n, now, now), 8, 8, PixelFormat.GRAY8, View.whole(8, 8)));
    }

    @Test
    void dropsWhatIsOlderThanItMayBe() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        String aged = BACK.replace("workers: 1", "maxAge: 2s");
        try (Routes routes = Routes.builder().clock(now::get).yaml(FRONT + aged)) {
            routes.context().getRouteController().stopRoute("back");
            routes.send(frame(routes, "cam", 0)); // arrived at the epoch
            now.set(Instant.EPOCH.plusSeconds(1));
            routes.send("text, which is as old as its time in the stage");
            now.set(Instant.EPOCH.plusMillis(2_500));
            routes.context().getRouteController().startRoute("back");
            Routes.await("the stage is empty", () -> stage(routes).inFlight() == 0);
            routes.assertAtRest();
            assertThat(stage(routes).dropped()).isEqualTo(Map.of("late", 1L));
            assertThat(routes.received("out")).containsExactly("text, which is as old as its time in the stage");
            assertThat(routes.pool().frames()).isZero();
        }
    }

    @Test
    void isRefusedWithAKeyThatIsNone() {
        assertThatThrownBy(() -> Routes.of(FRONT + BACK.replace("workers: 1", "key: camera")).close()).hasMessage(
                "stage.key is camera, the same for every item; must be source, or hold an expression such as ${header.machine}");
    }
}
