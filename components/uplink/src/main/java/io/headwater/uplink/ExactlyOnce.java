package io.headwater.uplink;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Hands out batches of the lanes that are sent exactly once: one at a time, its number and members on disk before it is handed out. Who sends it
 *  puts its number into Kafka within the same transaction; the number that Kafka has says later whether it has the batch, after a crash too.
 *  <p>Threading: safe; one thread a lane.
 *  <p>Errors: {@link OutboxException} when the disk fails or the outbox is closed. */
public final class ExactlyOnce {
    private final Outbox outbox;
    private final Policies policies;
    private final Arrivals arrivals;

    ExactlyOnce(Outbox outbox, Policies policies, Arrivals arrivals) {
        this.outbox = outbox;
        this.policies = policies;
        this.arrivals = arrivals;
    }

    /** Records that go to Kafka in one transaction, or not at all.
     *
     *  @param number counts up from 1 in each lane; none is used for two batches that Kafka may have */
    public record Batch(String lane, long number, List<OutboxRecord> records) {}

    /** A record that Kafka will never take as it is: it goes to the dead letters. */
    public record Refused(OutboxRecord record, Throwable reason) {}

    /** What the writer has made, to be looked at once its transaction is on disk. */
    static final class Made {
        volatile @Nullable Batch batch;
    }

    /** The lanes that are to be sent so, also those whose route is gone. */
    public Set<String> lanes() {
        return policies.lanes().stream().filter(lane -> policies.of(lane).exactlyOnce()).collect(Collectors.toUnmodifiableSet());
    }

    /** By what this outbox is told from any other, also from an earlier one of the same device. */
    public String name() {
        return outbox.name();
    }

    /** Ends the batch that was handed out last, and hands out the next; null when nothing waits.
     *
     *  @param committed the number that Kafka has: a batch up to it is taken out, one above it was not taken by Kafka, and its records wait again
     *  @param refused those among them that it will never take
     *  @param most records of the next batch; 0 to only end the last */
    public @Nullable Batch next(String lane, long committed, List<Refused> refused, int most) throws InterruptedException {
        Made made = new Made();
        outbox.run(new NextBatch(lane, committed, refused, most, made));
        return made.batch;
    }

    /** A mark to wait from: take it before {@link #next}. */
    public long arrivals() {
        return arrivals.now();
    }

    /** Waits until records have come since that mark, at most so long. */
    public void await(long mark, Duration atMost) throws InterruptedException {
        arrivals.await(mark, atMost);
    }
}
