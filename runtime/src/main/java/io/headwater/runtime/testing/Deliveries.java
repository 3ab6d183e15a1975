package io.headwater.runtime.testing;

import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Takes records out of an outbox as a broker does: each is acknowledged, and one that comes again is the same.
 *  <p>Threading: safe. */
final class Deliveries implements Flow.Subscriber<OutboxRecord> {
    private final Map<String, OutboxRecord> taken = new LinkedHashMap<>();

    /** Takes everything that waits; returns when nothing does, or after {@code atMostSeconds}. */
    List<OutboxRecord> takeAll(Outbox outbox, long atMostSeconds) throws InterruptedException {
        outbox.publisher().subscribe(this);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(atMostSeconds);
        while (outbox.state().waiting() > 0 && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        synchronized (this) {
            List<OutboxRecord> all = new ArrayList<>(taken.values());
            all.sort(Comparator.comparingLong(OutboxRecord::sequence));
            return all;
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(OutboxRecord record) {
        taken.putIfAbsent(record.lane() + " " + record.id(), record);
        record.acknowledged();
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
