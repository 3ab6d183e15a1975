package io.headwater.bench;

import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxState;
import io.quarkus.arc.Arc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.camel.CamelContext;

/** The product, {@code headwater run}, in this process, and a thread beside it that keeps records in its outbox, 500 with one wait. */
final class OutboxFeed implements Feed {
    private static final int BATCH = 500;
    private static final int AT_A_TIME = 4;

    private final Outbox outbox;
    private final String topic;
    private final byte[] payload;
    private long commitsBefore;
    private long began;

    private OutboxFeed(Outbox outbox, String topic, byte[] payload) {
        this.outbox = outbox;
        this.topic = topic;
        this.payload = payload;
    }

    /** @param args topic, records to warm up with, records, bytes of each, the product's port, then its own arguments */
    public static void main(String[] args) {
        Thread.ofPlatform().daemon().name("feed").start(() -> feed(args));
        io.headwater.runtime.Main.main(Arrays.copyOfRange(args, 5, args.length));
    }

    private static void feed(String[] args) {
        try (Readiness ready = new Readiness(Integer.parseInt(args[4]))) {
            while (!ready.isGiven()) {
                Thread.sleep(20);
            }
            Outbox outbox = Outbox.of(Arc.container().instance(CamelContext.class).get());
            FeedRun.run(new OutboxFeed(outbox, args[0], FeedRun.payload(Integer.parseInt(args[3]))), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void give(int records) throws Exception {
        commitsBefore = outbox.state().commits();
        began = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < AT_A_TIME; i++) {
            int from = records / AT_A_TIME * i;
            int until = i == AT_A_TIME - 1 ? records : records / AT_A_TIME * (i + 1);
            threads.add(Thread.ofPlatform().start(() -> keep(until - from)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void keep(int records) {
        try {
            new Keeping(outbox, topic, payload, BATCH).keep(records);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String facts() {
        OutboxState state = outbox.state();
        double seconds = (System.nanoTime() - began) / 1e9;
        long commits = state.commits() - commitsBefore;
        return String.format(Locale.ROOT, "%d commits, %.0f a second", commits, commits / seconds);
    }
}
