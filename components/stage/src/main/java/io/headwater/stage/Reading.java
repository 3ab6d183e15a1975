package io.headwater.stage;

import io.headwater.flow.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The workers behind a stage: each takes an item and hands it to the reading route, with its place in the order of the queue,
 *  so that several workers change nothing for the steps that need order; or, where items have keys, after the one of the same key
 *  that was before it. Items that are late by then are dropped.
 *  <p>Bounds: at most twice as many items are in the route as there are workers.
 *  <p>Threading: one thread starts and ends it. */
final class Reading<T extends Cargo> {
    private static final long LOOK_NANOS = 2_000_000;
    private static final Duration LAST_STEPS = Duration.ofSeconds(1);

    private final Stage<T> stage;
    private final String route;
    private final String threads;
    private final Way<T> way;
    private final Handler<T> handler;
    private final Order order = new Order();
    private final Semaphore slots;
    private final ReentrantLock taking = new ReentrantLock();
    private final Set<Object> busy = ConcurrentHashMap.newKeySet();
    private final AtomicLong inRoute = new AtomicLong();
    private final List<Thread> running = new ArrayList<>();
    private volatile boolean stopping;

    /** @param route that reads
     *  @param step its source; the threads are named {@code route/step-0}, {@code route/step-1}… */
    Reading(Stage<T> stage, String route, String step, Way<T> way, Handler<T> handler) {
        this.stage = stage;
        this.route = route;
        this.threads = route + "/" + step;
        this.way = way;
        this.handler = handler;
        this.slots = new Semaphore(2 * way.workers());
    }

    /** Hands items to a route. */
    @FunctionalInterface
    interface Handler<T> {
        /** @param done to be run once, when the route is done with the item; on any thread
         *  <p>Errors: none: what goes wrong with an item is the route's to handle. */
        void handle(T item, Order.Ticket place, Runnable done);
    }

    String route() {
        return route;
    }

    void start() {
        for (int i = 0; i < way.workers(); i++) {
            running.add(Thread.ofPlatform().name(threads + "-" + i).start(this::work));
        }
    }

    private void work() {
        try {
            while (!stopping) {
                slots.acquire();
                next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next() throws InterruptedException {
        T item;
        Object key;
        Order.Ticket place;
        taking.lock();
        try {
            item = stopping ? null : stage.poll(way.key() == null ? null : this::isFree);
            if (item == null) {
                slots.release();
                return;
            }
            if (way.late().test(item)) {
                slots.release();
                stage.late(item);
                return;
            }
            key = key(item);
            if (key != null) {
                busy.add(key);
            }
            place = key == null ? order.next() : order.onArrival();
            inRoute.incrementAndGet(); // before it leaves the stage's book, so that nothing is nowhere
        } finally {
            taking.unlock();
        }
        stage.passed();
        handler.handle(item, place, () -> done(key));
    }

    private @Nullable Object key(T item) {
        Function<T, Object> of = way.key();
        return of == null ? null : of.apply(item);
    }

    private boolean isFree(T item) {
        Object key = key(item);
        return key == null || !busy.contains(key);
    }

    private void done(@Nullable Object key) {
        if (key != null) {
            stage.lookAgain(() -> busy.remove(key));
        }
        inRoute.decrementAndGet();
        slots.release();
    }

    /** Whether nothing is queued, waiting for room, or in the reading route. */
    boolean isQuiet() {
        return stage.account().book().inFlight() == 0 && inRoute.get() == 0;
    }

    /** Waits until all is quiet; false when it is not after so long. */
    boolean awaitQuiet(Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        while (!isQuiet()) {
            if (System.nanoTime() > until || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    /** Lets what is in the stage go through the route, as far as {@code patience} allows, then takes no more. */
    void stop(Duration patience) throws InterruptedException {
        awaitQuiet(patience);
        stopping = true;
        long until = System.nanoTime() + LAST_STEPS.toNanos();
        for (Thread worker : running) {
            worker.join(Duration.ofNanos(Math.max(1_000_000, until - System.nanoTime())));
        }
        running.forEach(Thread::interrupt); // those that are stuck in the route
    }
}
