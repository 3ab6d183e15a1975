package io.headwater.runtime.testing;

import io.headwater.uplink.Draft;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxRecord;
import io.headwater.uplink.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes records out of an outbox as a broker does: each is acknowledged, and one that comes again is the same. It can go away, and so
 *  can the room on the outbox's disk, which is filled to the quota with records that nobody takes.
 *  <p>Threading: safe. */
final class Broker {
    /** The smallest quota that an outbox can have. */
    static final String QUOTA = "8MiB";
    /** The lane of what fills it. */
    static final String FILLER = "disk-full";
    private static final int[] FILLINGS = {900_000, 64_000, 4_000, 200, 1};
    private static final long POLL_MILLIS = 2;

    private final Map<String, OutboxRecord> taken = new LinkedHashMap<>();
    private final List<OutboxRecord> filler = new ArrayList<>();
    private @Nullable Outbox outbox;
    private @Nullable Taking taking;
    private boolean full;
    private long filled;
    private long waited;

    /** Begins to take what is in an outbox. */
    synchronized void opens(Outbox of) {
        outbox = of;
        away(false);
    }

    synchronized void away(boolean now) {
        Taking current = taking;
        if (outbox == null || now == (current == null)) {
            return;
        }
        if (current != null) {
            taking = null;
            current.cancel();
        } else {
            waited = Math.max(waited, outbox.state().waiting() - filled);
            Taking next = new Taking();
            taking = next;
            outbox.publisher().subscribe(next);
        }
    }

    synchronized void disk(boolean now) throws InterruptedException {
        if (outbox == null || now == full) {
            return;
        }
        full = now;
        if (!now) {
            filler.forEach(OutboxRecord::acknowledged);
            filler.clear();
            return;
        }
        for (int size : FILLINGS) {
            byte[] payload = new byte[size];
            while (outbox.append(new Draft(FILLER, FILLER, "test", "test", null, "filler", "application/octet-stream", "", Instant.EPOCH, payload)) instanceof Receipt.Kept) {
                filled++;
            }
        }
    }

    /** Takes everything that waits; returns when nothing does, or after {@code atMostSeconds}. */
    List<OutboxRecord> takeAll(long atMostSeconds) throws InterruptedException {
        Outbox of = outbox;
        if (of == null) {
            return List.of();
        }
        away(false);
        disk(false);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(atMostSeconds);
        while (of.state().waiting() > 0 && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        synchronized (this) {
            List<OutboxRecord> all = new ArrayList<>(taken.values());
            all.sort(Comparator.comparingLong(OutboxRecord::sequence));
            return all;
        }
    }

    /** How many records waited at most when the broker came, or came back. */
    synchronized long waited() {
        return waited;
    }

    private synchronized void take(OutboxRecord record) {
        if (!record.lane().equals(FILLER)) {
            taken.putIfAbsent(record.lane() + " " + record.id(), record);
            record.acknowledged();
        } else if (full) {
            filler.add(record);
        } else {
            record.acknowledged();
        }
    }

    /** One connection. */
    private final class Taking implements Flow.Subscriber<OutboxRecord> {
        private Flow.@Nullable Subscription subscription;
        private boolean cancelled;

        @Override
        public synchronized void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            if (cancelled) {
                begun.cancel();
            } else {
                begun.request(Long.MAX_VALUE);
            }
        }

        synchronized void cancel() {
            cancelled = true;
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onNext(OutboxRecord record) {
            take(record);
        }

        @Override
        public void onError(Throwable error) {
            // what was not taken waits, and is missed
        }

        @Override
        public void onComplete() {
            // the outbox is closed after the last was taken
        }
    }
}
