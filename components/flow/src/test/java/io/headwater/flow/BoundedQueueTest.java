package io.headwater.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class BoundedQueueTest {
    private static BoundedQueue<String> queue(Overflow overflow) {
        return new BoundedQueue<>(2, 100, overflow, String::length);
    }

    private static BoundedQueue<String> full(Overflow overflow) throws InterruptedException {
        BoundedQueue<String> queue = queue(overflow);
        queue.offer("a");
        queue.offer("b");
        return queue;
    }

    @Test
    void dropsOldestWhenFull() throws InterruptedException {
        BoundedQueue<String> queue = full(Overflow.DROP_OLDEST);
        assertThat(queue.offer("c")).isEqualTo(new BoundedQueue.Offer<>(true, List.of("a")));
        assertThat(queue.clear()).containsExactly("b", "c");
    }

    @Test
    void dropsNewestWhenFull() throws InterruptedException {
        BoundedQueue<String> queue = full(Overflow.DROP_NEWEST);
        assertThat(queue.offer("c")).isEqualTo(new BoundedQueue.Offer<>(false, List.of()));
        assertThat(queue.clear()).containsExactly("a", "b");
    }

    @Test
    void refusesWhenFullAndToldToFail() throws InterruptedException {
        assertThat(full(Overflow.FAIL).offer("c").accepted()).isFalse();
    }

    @Test
    void blocksUntilThereIsRoom() throws Exception {
        BoundedQueue<String> queue = full(Overflow.BLOCK);
        CompletableFuture<Boolean> offered = new CompletableFuture<>();
        Thread offering = offering(queue, offered);
        assertThat(queue.take()).isEqualTo("a");
        assertThat(offered.get(10, TimeUnit.SECONDS)).isTrue();
        offering.join();
        assertThat(queue.clear()).containsExactly("b", "c");
    }

    @Test
    void closingRefusesWhoWaits() throws Exception {
        BoundedQueue<String> queue = full(Overflow.BLOCK);
        CompletableFuture<Boolean> offered = new CompletableFuture<>();
        offering(queue, offered);
        queue.close();
        assertThat(offered.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(queue.take()).isEqualTo("a");
        assertThat(queue.take()).isEqualTo("b");
        assertThat(queue.take()).as("closed and empty").isNull();
    }

    @Test
    void manyWhoWaitAllGetTheirTurn() throws Exception {
        BoundedQueue<String> queue = new BoundedQueue<>(8, 10, Overflow.BLOCK, String::length);
        queue.offer("0123456789");
        List<CompletableFuture<Boolean>> all = List.of(new CompletableFuture<>(), new CompletableFuture<>(), new CompletableFuture<>());
        for (CompletableFuture<Boolean> offered : all) {
            offering(queue, offered);
        }
        assertThat(queue.take()).hasSize(10); // one large item makes room for three small ones
        for (CompletableFuture<Boolean> offered : all) {
            assertThat(offered.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Thread offering(BoundedQueue<String> queue, CompletableFuture<Boolean> offered) {
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                offered.complete(queue.offer("c").accepted());
            } catch (InterruptedException e) {
                offered.completeExceptionally(e);
            }
        });
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING && !offered.isDone()) {
            LockSupport.parkNanos(100_000);
        }
        return thread;
    }

    @Test
    void boundsBytesToo() throws InterruptedException {
        BoundedQueue<String> queue = new BoundedQueue<>(10, 5, Overflow.DROP_OLDEST, String::length);
        queue.offer("12");
        queue.offer("34");
        assertThat(queue.offer("567").evicted()).containsExactly("12");
        assertThat(queue.bytes()).isEqualTo(5);
        assertThat(queue.offer("larger than all").evicted()).containsExactly("34", "567");
        assertThat(queue.size()).as("let in alone").isEqualTo(1);
    }

    @Test
    void refusesWrongBounds() {
        assertThatThrownBy(() -> new BoundedQueue<String>(0, 1, Overflow.BLOCK, String::length)).hasMessage("capacity is 0, must be at least 1");
        assertThatThrownBy(() -> new BoundedQueue<String>(1, 0, Overflow.BLOCK, String::length)).hasMessage("maxBytes is 0, must be at least 1");
    }

    @Test
    void tellsWhatWaitsAndHowLongWhatIsTakenHasWaited() throws InterruptedException {
        AtomicLong now = new AtomicLong();
        List<Long> waited = new ArrayList<>();
        BoundedQueue<String> queue = new BoundedQueue<>(5, 100, Overflow.BLOCK, String::length, waited::add, now::get);
        assertThat(queue.backlog()).isEqualTo(Backlog.NONE);
        queue.offer("a");
        now.set(10);
        queue.offer("bb");
        now.set(25);
        assertThat(queue.backlog()).isEqualTo(new Backlog(2, 3, 25));
        assertThat(queue.poll(0, item -> item.length() == 2)).isEqualTo("bb");
        assertThat(queue.backlog()).isEqualTo(new Backlog(1, 1, 25));
        assertThat(queue.poll(0, item -> item.length() == 2)).isNull();
        queue.take();
        assertThat(waited).containsExactly(15L, 25L);
    }
}
