package io.headwater.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A subscriber that takes records when the test asks for them. */
final class Taker implements Flow.Subscriber<OutboxRecord> {
    private static final long SECONDS = 20;

    final BlockingQueue<OutboxRecord> received = new LinkedBlockingQueue<>();
    final CompletableFuture<Throwable> error = new CompletableFuture<>();
    final CountDownLatch completed = new CountDownLatch(1);
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    static Taker of(Outbox outbox) {
        Taker taker = new Taker();
        outbox.publisher().subscribe(taker);
        return taker;
    }

    Flow.Subscription subscription() {
        return subscription.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** Asks for {@code n} more and waits for them. */
    List<OutboxRecord> take(int n) throws InterruptedException {
        subscription().request(n);
        return await(n);
    }

    List<OutboxRecord> await(int n) throws InterruptedException {
        List<OutboxRecord> taken = new ArrayList<>();
        while (taken.size() < n) {
            OutboxRecord record = received.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(record).as("record %d of %d", taken.size() + 1, n).isNotNull();
            taken.add(record);
        }
        return taken;
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        subscription.complete(s);
    }

    @Override
    public void onNext(OutboxRecord record) {
        received.add(record);
    }

    @Override
    public void onError(Throwable t) {
        error.complete(t);
    }

    @Override
    public void onComplete() {
        completed.countDown();
    }
}
