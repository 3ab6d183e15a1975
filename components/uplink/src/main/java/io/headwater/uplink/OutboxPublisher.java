package io.headwater.uplink;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Gives records to one subscriber at a time, never more than it asked for. After a cancel the next may come.
 *  <p>Threading: all signals come from one thread, {@code uplink/delivery}: a slow subscriber holds up nobody else.
 *  <p>Source: the rules of {@link Flow}, which are those of Reactive Streams 1.0. */
final class OutboxPublisher implements Flow.Publisher<OutboxRecord>, AutoCloseable {
    private static final long END_SECONDS = 5;

    private final Runnable wake;
    private final AtomicReference<@Nullable Pull> current = new AtomicReference<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("uplink/delivery").daemon(true).factory());

    /** @param wake called when demand has come or gone */
    OutboxPublisher(Runnable wake) {
        this.wake = wake;
    }

    /** A subscription. */
    final class Pull implements Flow.Subscription {
        private final Flow.Subscriber<? super OutboxRecord> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private volatile boolean over;

        private Pull(Flow.Subscriber<? super OutboxRecord> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                run(() -> fail(this, new IllegalArgumentException("§3.9: " + n + " records were requested, must be at least 1")));
                return;
            }
            demand.accumulateAndGet(n, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
            wake.run();
        }

        @Override
        public void cancel() {
            over = true;
            if (current.compareAndSet(this, null)) {
                wake.run();
            }
        }

        long demand() {
            return over ? 0 : demand.get();
        }
    }

    /** Errors: a second subscriber beside a first gets {@link IllegalStateException} through {@code onError}. */
    @Override
    public void subscribe(Flow.Subscriber<? super OutboxRecord> subscriber) {
        Pull pull = new Pull(Objects.requireNonNull(subscriber, "subscriber"));
        boolean alone = current.compareAndSet(null, pull);
        if (!run(() -> begin(pull, alone))) {
            current.compareAndSet(pull, null);
            subscriber.onSubscribe(new Never());
            subscriber.onError(new IllegalStateException("the outbox is closed"));
        }
    }

    private void begin(Pull pull, boolean alone) {
        try {
            if (alone) {
                pull.subscriber.onSubscribe(pull);
            } else {
                pull.subscriber.onSubscribe(new Never());
                pull.subscriber.onError(new IllegalStateException("the outbox has a subscriber: cancel that one first"));
            }
        } catch (RuntimeException e) {
            broken(pull, e);
        }
    }

    @Nullable Pull current() {
        return current.get();
    }

    /** Gives records out, on the delivery thread. */
    void hand(Pull pull, List<OutboxRecord> records) {
        pull.demand.accumulateAndGet(records.size(), (had, given) -> had == Long.MAX_VALUE ? had : had - given);
        run(() -> {
            try {
                for (OutboxRecord record : records) {
                    if (pull.over) {
                        return;
                    }
                    pull.subscriber.onNext(record);
                }
            } catch (RuntimeException e) {
                broken(pull, e);
            }
        });
    }

    private void fail(Pull pull, Exception reason) {
        if (!pull.over) {
            pull.cancel();
            pull.subscriber.onError(reason);
        }
    }

    private static void broken(Pull pull, RuntimeException e) {
        pull.cancel();
        Seldom.OUTBOX.warn("the outbox's subscriber threw and is cancelled; what it had is offered to the next one", e);
    }

    private boolean run(Runnable signal) {
        try {
            thread.execute(signal);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // closed
        }
    }

    /** Completes the subscriber, after all that was handed out. */
    @Override
    public void close() throws InterruptedException {
        run(() -> {
            Pull pull = current.getAndSet(null);
            if (pull != null && !pull.over) {
                pull.over = true;
                pull.subscriber.onComplete();
            }
        });
        thread.shutdown();
        if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
            thread.shutdownNow();
        }
    }

    /** Of those who are refused. */
    private record Never() implements Flow.Subscription {
        @Override
        public void request(long n) {
            // nothing will come
        }

        @Override
        public void cancel() {
            // nothing was begun
        }
    }
}
