package io.headwater.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class TurnsTest {
    private static final long MILLI = 1_000_000;

    private final AtomicLong now = new AtomicLong();

    /** One turn, so that the clock is only moved by the one who works: sources work without a pause until so much time has gone. */
    private Map<String, Integer> work(Map<String, Integer> weights, Map<String, Long> costMillis, long untilMillis) throws InterruptedException {
        return work(weights, Map.of(), costMillis, untilMillis);
    }

    private Map<String, Integer> work(Map<String, Integer> weights, Map<String, Priority> priorities, Map<String, Long> costMillis, long untilMillis) throws InterruptedException {
        Turns turns = new Turns(1, now::get, now::get);
        Map<String, AtomicInteger> had = new LinkedHashMap<>();
        CountDownLatch ready = new CountDownLatch(weights.size());
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        AtomicInteger running = new AtomicInteger(2 * weights.size());
        weights.forEach((source, weight) -> {
            Turns.Member member = turns.join(source, weight, priorities.getOrDefault(source, Priority.NORMAL));
            AtomicInteger count = new AtomicInteger();
            had.put(source, count);
            long cost = costMillis.getOrDefault(source, 10L);
            for (int twice = 0; twice < 2; twice++) { // so that one of the source's always waits
                all.add(Thread.ofPlatform().name("test/" + source).start(() -> {
                    try {
                        ready.countDown();
                        go.await();
                        while (now.get() < untilMillis * MILLI) {
                            member.take();
                            if (now.get() < untilMillis * MILLI) {
                                count.incrementAndGet();
                            }
                            now.addAndGet(cost * MILLI);
                            while (turns.waiting() < running.get() - 1) {
                                LockSupport.parkNanos(20_000); // until all others wait, however slow the machine is
                            }
                            Turns.giveBack();
                        }
                        running.decrementAndGet();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
            }
        });
        ready.await();
        go.countDown();
        for (Thread thread : all) {
            thread.join();
        }
        Map<String, Integer> result = new LinkedHashMap<>();
        had.forEach((source, count) -> result.put(source, count.get()));
        return result;
    }

    @Test
    void sharesByWeight() throws InterruptedException {
        Map<String, Integer> had = work(Map.of("a", 1, "b", 1, "c", 2, "d", 4), Map.of("a", 10L, "b", 10L, "c", 10L, "d", 10L), 8_000);
        assertThat(had.get("a")).isBetween(90, 110);
        assertThat(had.get("b")).isBetween(90, 110);
        assertThat(had.get("c")).isBetween(180, 220);
        assertThat(had.get("d")).isBetween(360, 440);
    }

    @Test
    void aHigherPriorityHasTenTimesTheNextAndNobodyStarves() throws InterruptedException {
        Map<String, Integer> had = work(Map.of("gate", 1, "yard", 3, "hall", 1, "store", 1),
                Map.of("gate", Priority.HIGH, "store", Priority.LOW), Map.of(), 22_200); // 2,220 turns: 2,000, 200 and 20
        assertThat(had.get("gate")).isBetween(1_980, 2_020);
        assertThat(had.get("yard")).as("by weight within a priority").isBetween(142, 158);
        assertThat(had.get("hall")).isBetween(44, 56);
        assertThat(had.get("store")).isBetween(16, 24);
    }

    @Test
    void aHigherPriorityKeepsItsPartHoweverManyAreBelow() throws InterruptedException {
        Map<String, Integer> had = work(Map.of("gate", 1, "a", 1, "b", 1, "c", 1, "d", 100, "e", 1), Map.of("gate", Priority.HIGH), Map.of(), 4_400);
        assertThat(had.get("gate")).isBetween(390, 410);
    }

    @Test
    void sharesTimeAndNotItems() throws InterruptedException {
        Map<String, Integer> had = work(Map.of("heavy", 1, "light", 1), Map.of("heavy", 40L, "light", 10L), 8_000);
        assertThat(had.get("heavy") * 40).isBetween(3_600, 4_400);
        assertThat(had.get("light") * 10).isBetween(3_600, 4_400);
    }

    @Test
    void chargesASourceForItsWorkAndNotForWhatOthersTakeFromIt() throws InterruptedException {
        AtomicLong worked = new AtomicLong();
        Turns turns = new Turns(1, now::get, worked::get);
        Turns.Member held = turns.join("held up", 1, Priority.NORMAL);
        Turns.Member other = turns.join("other", 1, Priority.NORMAL);
        for (int i = 0; i < 10; i++) {
            held.take();
            now.addAndGet(1_000 * MILLI); // another process has the core for most of it
            worked.addAndGet(10 * MILLI);
            Turns.giveBack();
            other.take();
            now.addAndGet(10 * MILLI);
            worked.addAndGet(10 * MILLI);
            Turns.giveBack();
        }
        held.take();
        Turns.giveBack();
        other.take(); // while both come to wait
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> all = new ArrayList<>();
        for (String name : List.of("other", "held up")) {
            all.add(Thread.ofPlatform().name("test/" + name).start(() -> {
                try {
                    (name.equals("other") ? other : held).take();
                    order.add(name);
                    Turns.giveBack();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            while (turns.waiting() < all.size()) {
                LockSupport.parkNanos(MILLI);
            }
        }
        worked.addAndGet(10 * MILLI);
        Turns.giveBack();
        for (Thread thread : all) {
            thread.join();
        }
        assertThat(order).as("though it held its turns for ten seconds").containsExactly("held up", "other");
    }

    @Test
    void whoeverIsAloneHasAll() throws InterruptedException {
        Turns turns = new Turns(2, now::get, now::get);
        turns.join("busy", 1, Priority.NORMAL);
        Turns.Member alone = turns.join("alone", 1, Priority.NORMAL);
        for (int i = 0; i < 1_000; i++) {
            alone.take();
            now.addAndGet(10 * MILLI);
            Turns.giveBack();
        }
        assertThat(now).hasValue(10_000 * MILLI);
    }

    @Test
    void savesNothingUpWhileItIsIdle() throws InterruptedException {
        Turns turns = new Turns(1, now::get, now::get);
        Turns.Member busy = turns.join("busy", 1, Priority.NORMAL);
        Turns.Member late = turns.join("late", 1, Priority.NORMAL);
        for (int i = 0; i < 100; i++) {
            busy.take();
            now.addAndGet(100 * MILLI);
            Turns.giveBack();
        }
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        busy.take(); // while both come to wait
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String name = i % 2 == 0 ? "busy" : "late";
            all.add(Thread.ofPlatform().name("test/" + name).start(() -> {
                try {
                    (name.equals("busy") ? busy : late).take();
                    order.add(name);
                    now.addAndGet(100 * MILLI);
                    Turns.giveBack();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        while (all.stream().anyMatch(t -> t.getState() != Thread.State.TIMED_WAITING)) {
            LockSupport.parkNanos(MILLI);
        }
        Turns.giveBack();
        for (Thread thread : all) {
            thread.join();
        }
        assertThat(order.subList(0, 5)).as("an item or two of advantage, then by turns").contains("busy");
    }

    @Test
    void lendsATurnOnThatIsHeldTooLong() throws InterruptedException {
        Turns turns = new Turns(1, now::get, now::get);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Turns.Member blocked = turns.join("blocked", 1, Priority.NORMAL);
        Turns.Member other = turns.join("other", 1, Priority.NORMAL);
        Thread holder = Thread.ofPlatform().name("test/holder").start(() -> {
            try {
                blocked.take();
                stuck.countDown();
                end.await();
                Turns.giveBack();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stuck.await();
        AtomicBoolean through = new AtomicBoolean();
        Thread waits = Thread.ofPlatform().name("test/waits").start(() -> {
            try {
                other.take();
                through.set(true);
                Turns.giveBack();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (waits.getState() != Thread.State.TIMED_WAITING) {
            LockSupport.parkNanos(MILLI);
        }
        assertThat(through).isFalse();
        now.addAndGet(Turns.LONGEST_NANOS + 1);
        waits.join();
        assertThat(through).isTrue();
        end.countDown();
        holder.join();
        other.take(); // and the turn is there once again, not twice
        assertThat(Turns.has()).isTrue();
        Turns.giveBack();
        assertThat(Turns.has()).isFalse();
    }

    @Test
    void giveBackOfNothingIsHarmless() {
        Turns.giveBack();
        assertThat(Turns.has()).isFalse();
    }
}
