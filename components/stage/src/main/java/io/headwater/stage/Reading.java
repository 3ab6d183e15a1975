package io.headwater.stage;

import io.headwater.flow.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** The workers behind a stage: each takes an item and hands it to the reading route, with its place in the order of the queue,
 *  so that several workers change nothing for the steps that need order.
 *  <p>Bounds: at most twice as many items are in the route as there are workers.
 *  <p>Threading: one thread starts and ends it. */
final class Reading<T extends Cargo> {
    private static final long LOOK_NANOS = 2_000_000;
    private static final Duration LAST_STEPS = Duration.ofSeconds(1);

    private final Stage<T> stage;
    private final String route;
    private final String threads;
    private final int workers;
    private final Handler<T> handler;
    private final Order order = new Order();
    private final Semaphore slots;
    private final ReentrantLock taking = new ReentrantLock();
    private final AtomicLong inRoute = new AtomicLong();
    private final List<Thread> running = new ArrayList<>();
    private volatile boolean stopping;

    /** @param route that reads
     *  @param step its source; the threads are named {@code route/step-0}, {@code route/step-1}… */
    Reading(Stage<T> stage, String route, String step, int workers, Handler<T> handler) {
        this.stage = stage;
        this.route = route;
        this.threads = route + "/" + step;
        this.workers = workers;
        this.handler = handler;
        this.slots = new Semaphore(2 * workers);
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
        for (int i = 0; i < workers; i++) {
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
        Order.Ticket place;
        taking.lock();
        try {
            item = stopping ? null : stage.poll();
            if (item == null) {
                slots.release();
                return;
            }
            place = order.next();
            inRoute.incrementAndGet(); // before it leaves the stage's book, so that nothing is nowhere
        } finally {
            taking.unlock();
        }
        stage.passed();
        handler.handle(item, place, () -> {
            inRoute.decrementAndGet();
            slots.release();
        });
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
