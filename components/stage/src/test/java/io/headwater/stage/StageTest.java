package io.headwater.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.contract.Routes;
import io.headwater.flow.Account;
import io.headwater.flow.Backlog;
import io.headwater.flow.Book;
import io.headwater.flow.Fate;
import io.headwater.flow.Ledger;
import io.headwater.flow.Order;
import io.headwater.flow.Overflow;
import io.headwater.flow.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StageTest {
    private final Ledger ledger = new Ledger();
    private final Account step = ledger.account("front", "to", "stage", Unit.ITEMS);
    private final Stage<Box> stage = new Stage<>("q", ledger);
    private final AtomicBoolean sourceStops = new AtomicBoolean();
    private final Writer<Box> writer = new Writer<>(stage, step, sourceStops::get);
    private final List<String> discarded = Collections.synchronizedList(new ArrayList<>());

    private void open(int capacity, long maxBytes, Overflow overflow) {
        stage.enter(writer, new Settings(capacity, maxBytes, overflow));
        ledger.equation(step, "passed = given to stage q", writer::difference);
    }

    private Box box(String name) {
        return new Box(name, 10, discarded);
    }

    private void give(Box box) {
        step.entered();
        try {
            writer.give(box);
            step.settle(Fate.PASSED);
        } catch (StageFullException e) {
            step.settle(Fate.failed("StageFullException"));
            throw e;
        } finally {
            step.left();
        }
    }

    private List<String> takeAll() throws InterruptedException {
        List<String> names = new ArrayList<>();
        while (stage.size() > 0) {
            names.add(Objects.requireNonNull(stage.poll(null)).name());
            stage.passed();
        }
        return names;
    }

    private Book book() {
        return stage.account().book();
    }

    private Thread inBackground(Runnable work) {
        return Thread.ofPlatform().name("test/writer").start(work);
    }

    @Test
    void blocksUntilThereIsRoom() throws Exception {
        open(2, Long.MAX_VALUE, Overflow.BLOCK);
        give(box("a"));
        give(box("b"));
        CountDownLatch through = new CountDownLatch(1);
        Thread third = inBackground(() -> {
            give(box("c"));
            through.countDown();
        });
        Routes.await("the third waits for room", () -> book().inFlight() == 3);
        assertThat(through.getCount()).isEqualTo(1);
        assertThat(ledger.check()).isEmpty();
        assertThat(Objects.requireNonNull(stage.poll(null)).name()).isEqualTo("a");
        stage.passed();
        through.await();
        third.join();
        assertThat(takeAll()).containsExactly("b", "c");
        assertThat(ledger.checkAtRest()).isEmpty();
        assertThat(book().passed()).isEqualTo(3);
    }

    @Test
    void dropsOldestWhenFull() throws Exception {
        open(2, Long.MAX_VALUE, Overflow.DROP_OLDEST);
        for (String name : List.of("a", "b", "c", "d")) {
            give(box(name));
        }
        assertThat(discarded).containsExactly("a", "b");
        assertThat(takeAll()).containsExactly("c", "d");
        assertThat(book().dropped()).isEqualTo(Map.of("oldest", 2L));
        assertThat(step.book().passed()).isEqualTo(4);
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void dropsNewestWhenFull() throws Exception {
        open(2, Long.MAX_VALUE, Overflow.DROP_NEWEST);
        for (String name : List.of("a", "b", "c", "d")) {
            give(box(name));
        }
        assertThat(discarded).containsExactly("c", "d");
        assertThat(takeAll()).containsExactly("a", "b");
        assertThat(book().dropped()).isEqualTo(Map.of("full", 2L));
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void failsTheNewItemWhenFull() throws Exception {
        open(2, 100, Overflow.FAIL);
        give(box("a"));
        give(box("b"));
        assertThatThrownBy(() -> give(box("c"))).isInstanceOf(StageFullException.class)
                .hasMessage("stage q is full: 2 of 2 items, 20 of 100 bytes, and 10 more came");
        assertThat(discarded).as("the sender has it still").isEmpty();
        assertThat(book().in()).as("it never entered").isEqualTo(2);
        assertThat(takeAll()).containsExactly("a", "b");
        assertThat(step.book().failed()).isEqualTo(Map.of("StageFullException", 1L));
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void isFullByBytesToo() throws Exception {
        open(100, 25, Overflow.DROP_NEWEST);
        give(box("a"));
        give(box("b"));
        give(box("c"));
        assertThat(discarded).containsExactly("c");
        assertThat(takeAll()).containsExactly("a", "b");
        give(new Box("larger than the stage", 1_000, discarded));
        assertThat(takeAll()).containsExactly("larger than the stage");
    }

    @Test
    void goesRedWhenAnItemIsTakenAndForgotten() throws Exception {
        open(2, Long.MAX_VALUE, Overflow.BLOCK);
        give(box("leaked on purpose"));
        assertThat(ledger.check()).isEmpty();
        stage.poll(null); // and nobody says what became of it
        assertThat(ledger.check()).extracting(Object::toString).containsExactly("stage/q: in flight = queued + waiting for room is off by 1");
        assertThat(ledger.checkAtRest()).extracting(Object::toString)
                .containsExactly("stage/q: in flight = queued + waiting for room is off by 1", "stage/q: in flight = 0 at rest is off by 1");
    }

    @Test
    void goesRedWhenAStepSaysPassedAndGaveNothing() {
        open(2, Long.MAX_VALUE, Overflow.BLOCK);
        step.entered();
        step.settle(Fate.PASSED);
        step.left();
        assertThat(ledger.check()).extracting(Object::toString).containsExactly("front/to: passed = given to stage q is off by 1");
    }

    @Test
    void waitsNoLongerWhenNobodyReadsAndTheSourceStops() throws Exception {
        open(1, Long.MAX_VALUE, Overflow.BLOCK);
        give(box("a"));
        Thread waiting = inBackground(() -> give(box("b")));
        Routes.await("the second waits", () -> book().inFlight() == 2);
        sourceStops.set(true);
        waiting.join();
        assertThat(discarded).containsExactly("b stopped");
        assertThat(book().dropped()).isEqualTo(Map.of("stopped", 1L));
        assertThat(ledger.check()).isEmpty();
    }

    @Test
    void waitsNoLongerWhenItsRouteHasDrained() throws Exception {
        open(1, Long.MAX_VALUE, Overflow.BLOCK);
        give(box("a"));
        Thread waiting = inBackground(() -> give(box("b")));
        Routes.await("the second waits", () -> book().inFlight() == 2);
        writer.done();
        waiting.join();
        assertThat(discarded).containsExactly("b stopped");
    }

    @Test
    void dropsAndStaysInterruptedWhenInterrupted() throws Exception {
        open(1, Long.MAX_VALUE, Overflow.BLOCK);
        give(box("a"));
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread waiting = inBackground(() -> {
            give(box("b"));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        Routes.await("the second waits", () -> book().inFlight() == 2);
        waiting.interrupt();
        waiting.join();
        assertThat(interrupted).isTrue();
        assertThat(discarded).containsExactly("b stopped");
    }

    @Test
    void dropsWhatIsLeftOnceNobodyWritesAndNobodyReads() {
        open(5, Long.MAX_VALUE, Overflow.BLOCK);
        give(box("a"));
        give(box("b"));
        stage.leave(writer);
        assertThat(discarded).containsExactly("a stopped", "b stopped");
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void refusesOtherSettingsWhileItIsInUse() {
        open(5, Long.MAX_VALUE, Overflow.BLOCK);
        Writer<Box> other = new Writer<>(stage, ledger.account("side", "to", "stage", Unit.ITEMS), () -> false);
        assertThatThrownBy(() -> stage.enter(other, new Settings(6, 1024, Overflow.FAIL))).hasMessage("stage q has capacity 5, overflow BLOCK by another step,"
                + " and here capacity 6, maxBytes 1024, overflow FAIL: all steps that write into a stage say the same");
        stage.enter(other, new Settings(5, Long.MAX_VALUE, Overflow.BLOCK));
        stage.leave(other);
        stage.leave(writer);
        stage.enter(other, new Settings(6, 1024, Overflow.FAIL));
    }

    @Test
    void refusesASecondReader() {
        Reading<Box> one = new Reading<>(stage, "back", "from", Way.inOrder(1), (box, place, done) -> {});
        Reading<Box> two = new Reading<>(stage, "other", "from", Way.inOrder(1), (box, place, done) -> {});
        stage.read(one);
        assertThatThrownBy(() -> stage.read(two)).hasMessage(
                "stage q is read by route back, and here by route other: one route reads a stage; raise its workers, or use another stage");
        stage.unread();
        stage.read(two);
    }

    @Test
    void givesWorkersTheirPlaceInTheOrderOfTheQueue() throws Exception {
        open(1000, Long.MAX_VALUE, Overflow.BLOCK);
        List<String> inOrder = Collections.synchronizedList(new ArrayList<>());
        List<String> threads = Collections.synchronizedList(new ArrayList<>());
        Reading<Box> reading = new Reading<>(stage, "back", "from", Way.inOrder(4), (box, place, done) -> {
            threads.add(Thread.currentThread().getName());
            Runnable rest = () -> {
                inOrder.add(box.name());
                place.giveBack();
                done.run();
            };
            if (place.enter(rest)) {
                rest.run();
            }
        });
        stage.read(reading);
        reading.start();
        List<String> given = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            given.add("item " + i);
            give(box("item " + i));
        }
        reading.stop(Duration.ofSeconds(10));
        assertThat(inOrder).containsExactlyElementsOf(given);
        assertThat(threads).allMatch(name -> name.matches("back/from-[0-3]"));
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void balancesWhileWritersAndWorkersMeet() throws Exception {
        open(8, Long.MAX_VALUE, Overflow.DROP_OLDEST);
        Reading<Box> reading = new Reading<>(stage, "back", "from", Way.inOrder(2), (box, place, done) -> {
            place.giveBack();
            done.run();
        });
        stage.read(reading);
        reading.start();
        List<Thread> writers = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            writers.add(inBackground(() -> {
                for (int i = 0; i < 10_000; i++) {
                    give(box("x"));
                }
            }));
        }
        while (writers.stream().anyMatch(Thread::isAlive)) {
            assertThat(ledger.check()).isEmpty();
        }
        reading.stop(Duration.ofSeconds(10));
        assertThat(ledger.checkAtRest()).isEmpty();
        assertThat(book().in()).isEqualTo(30_000);
        assertThat(book().passed() + Book.total(book().dropped())).isEqualTo(30_000);
        assertThat(discarded).hasSize((int) Book.total(book().dropped()));
    }

    /** Takes what the stage hands out, and holds each until it is let go. */
    private static final class Hands implements Reading.Handler<Box> {
        final Map<String, Runnable> held = new ConcurrentHashMap<>();
        final List<String> begun = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void handle(Box box, Order.Ticket place, Runnable done) {
            held.put(box.name(), () -> {
                place.giveBack();
                done.run();
            });
            begun.add(box.name());
        }

        void letGo(String name) {
            Objects.requireNonNull(held.remove(name), name).run();
        }
    }

    @Test
    void worksOnOneItemOfAKeyAtATimeAndPassesByThoseThatWait() throws Exception {
        open(100, Long.MAX_VALUE, Overflow.BLOCK);
        Hands hands = new Hands();
        Reading<Box> reading = new Reading<>(stage, "back", "from", new Way<>(4, box -> box.name().charAt(0), box -> false), hands);
        stage.read(reading);
        reading.start();
        for (String name : List.of("a1", "a2", "a3", "b1", "c1", "b2")) {
            give(box(name));
        }
        Routes.await("one of each key is in the route", () -> hands.begun.size() == 3);
        assertThat(hands.begun).containsExactlyInAnyOrder("a1", "b1", "c1");
        assertThat(stage.size()).as("the others wait").isEqualTo(3);
        assertThat(ledger.check()).isEmpty();
        hands.letGo("b1");
        Routes.await("the next of b", () -> hands.begun.contains("b2"));
        hands.letGo("a1");
        Routes.await("the next of a", () -> hands.begun.contains("a2"));
        assertThat(hands.begun).doesNotContain("a3");
        hands.letGo("a2");
        Routes.await("the last of a", () -> hands.begun.contains("a3"));
        List.of("a3", "b2", "c1").forEach(hands::letGo);
        reading.stop(Duration.ofSeconds(10));
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void keepsTheOrderOfEachKeyWithManyWorkers() throws Exception {
        open(64, Long.MAX_VALUE, Overflow.BLOCK);
        Map<Object, List<Integer>> seen = new ConcurrentHashMap<>();
        Reading<Box> reading = new Reading<>(stage, "back", "from", new Way<>(8, box -> box.name().charAt(0), box -> false), (box, place, done) -> {
            seen.computeIfAbsent(box.name().charAt(0), k -> Collections.synchronizedList(new ArrayList<>())).add(Integer.valueOf(box.name().substring(1)));
            place.giveBack();
            done.run();
        });
        stage.read(reading);
        reading.start();
        List<Integer> numbers = IntStream.range(0, 5_000).boxed().toList();
        numbers.forEach(n -> List.of("a", "b", "c").forEach(key -> give(box(key + n))));
        reading.stop(Duration.ofSeconds(10));
        assertThat(seen).containsOnlyKeys('a', 'b', 'c').allSatisfy((key, order) -> assertThat(order).isEqualTo(numbers));
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void dropsWhatIsLateBeforeWorkIsSpentOnIt() throws Exception {
        open(100, Long.MAX_VALUE, Overflow.BLOCK);
        List<String> begun = Collections.synchronizedList(new ArrayList<>());
        Reading<Box> reading = new Reading<>(stage, "back", "from", new Way<>(2, null, box -> box.name().startsWith("old")), (box, place, done) -> {
            begun.add(box.name());
            place.giveBack();
            done.run();
        });
        stage.read(reading);
        for (String name : List.of("old 1", "new 1", "old 2", "old 3", "new 2")) {
            give(box(name));
        }
        reading.start();
        reading.stop(Duration.ofSeconds(10));
        assertThat(begun).containsExactlyInAnyOrder("new 1", "new 2");
        assertThat(discarded).containsExactlyInAnyOrder("old 1", "old 2", "old 3");
        assertThat(book().dropped()).isEqualTo(Map.of("late", 3L));
        assertThat(ledger.checkAtRest()).isEmpty();
    }

    @Test
    void tellsWhatWaitsAndHowLongItWaited() throws Exception {
        open(100, Long.MAX_VALUE, Overflow.BLOCK);
        give(box("a"));
        give(box("b"));
        Backlog backlog = stage.account().backlog().orElseThrow();
        assertThat(backlog.items()).isEqualTo(2);
        assertThat(backlog.bytes()).isEqualTo(20);
        assertThat(backlog.ageNanos()).isPositive();
        takeAll();
        assertThat(stage.account().backlog()).contains(Backlog.NONE);
        assertThat(stage.account().waits().orElseThrow().getTotalCount()).isEqualTo(2);
    }
}
