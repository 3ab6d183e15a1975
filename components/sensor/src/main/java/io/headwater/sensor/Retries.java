package io.headwater.sensor;

import io.headwater.flow.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps messages whose way failed. The oldest is tried again after a delay that grows; when it gets through, so may the others. An outage
 *  costs one attempt a delay, however many messages wait for its end.
 *  <p>Bounds: as many as the bus lets be unacknowledged.
 *  <p>Threading: any; one thread of its own tries. */
final class Retries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private final String sensor;
    private final LiveStatus status;
    private final Backoff backoff;
    private final ScheduledThreadPoolExecutor timer;
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private Consumer<Delivery> again = delivery -> {};
    private @Nullable Delivery probe;
    private boolean due;
    private boolean closed;

    Retries(String sensor, LiveStatus status, Duration first, String thread) {
        this.sensor = sensor;
        this.status = status;
        this.backoff = new Backoff(first, ThreadLocalRandom.current());
        this.timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(thread).factory());
    }

    /** Where messages go that are tried again; before the first fails. */
    synchronized void into(Consumer<Delivery> route) {
        again = route;
    }

    synchronized void failed(Delivery delivery, String why) {
        if (closed) {
            return;
        }
        boolean wasProbe = probe == delivery;
        if (waiting.isEmpty() && probe == null) {
            LOG.warn("sensor {}: a message on {} failed and is tried again: {}; what fails like it is not told", sensor, delivery.message().channel(), why);
        }
        if (wasProbe) {
            probe = null;
            waiting.addFirst(delivery);
        } else {
            waiting.addLast(delivery);
        }
        status.retrying(waiting.size());
        schedule();
    }

    /** The way of a message has ended for good. */
    void succeeded(Delivery delivery) {
        List<Delivery> go = List.of();
        synchronized (this) {
            if (probe != delivery) {
                return;
            }
            probe = null;
            backoff.reset();
            go = new ArrayList<>(waiting);
            waiting.clear();
            status.retrying(0);
        }
        if (!closed) {
            LOG.info("sensor {}: messages get through again", sensor);
            submit(go);
        }
    }

    private void submit(List<Delivery> go) {
        if (!go.isEmpty()) {
            timer.execute(() -> go.forEach(again));
        }
    }

    private void schedule() {
        if (!due && probe == null && !closed) {
            due = true;
            timer.schedule(this::probe, backoff.next().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void probe() {
        Delivery next;
        synchronized (this) {
            due = false;
            waiting.removeIf(d -> d.message().receipt().isVoid()); // they come again
            next = closed ? null : waiting.pollFirst();
            probe = next;
            status.retrying(waiting.size() + (next == null ? 0 : 1));
        }
        if (next != null) {
            again.accept(next);
        }
    }

    /** The connection is gone: all that waits comes again on the next. */
    synchronized void forget() {
        waiting.removeIf(d -> d.message().receipt().isVoid());
        if (probe != null && probe.message().receipt().isVoid()) {
            probe = null;
        }
        status.retrying(waiting.size());
        if (!waiting.isEmpty()) {
            schedule();
        }
    }

    /** Tries nothing more; what waits stays with the bus. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
        timer.shutdownNow();
    }
}
