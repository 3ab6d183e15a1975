package io.headwater.uplink;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outbox's figures at one moment, for console and metrics.
 *  <p>Units: records, unless said otherwise. {@code lanes} and {@code missing} count since the file was made; the others
 *  since this process opened it.
 *
 *  @param lanes by lane, in the order of their names
 *  @param inFlight offered to the subscriber, its answer outstanding
 *  @param rejected answers of the broker that were no acknowledgement, by reason; such a record is offered again
 *  @param duplicates records not stored twice
 *  @param refused records not taken, by reason
 *  @param missing records that the high-water mark knows and the file has lost
 *  @param deadLetters records that the broker will never take and that still lie here, to be replayed or purged
 *  @param commits group commits
 *  @param bytes size of database and write-ahead log, in bytes
 *  @param maxBytes the quota, in bytes
 *  @param oldestWaiting age of the oldest record that waits; null when none does
 *  @param connected whether somebody drains the outbox
 *  @param trouble why the last commit failed; null when it did not */
public record OutboxState(List<Lane> lanes, int inFlight, Map<String, Long> rejected, long duplicates, Map<String, Long> refused,
        long missing, long deadLetters, long commits, long bytes, long maxBytes, @Nullable Duration oldestWaiting, boolean connected,
        @Nullable String trouble) {

    /** One lane: {@code stored = acknowledged + damaged + rejected + purged + expired + oldest + thinned + waiting}.
     *
     *  @param stored records ever kept
     *  @param acknowledged of these, what the broker has taken over
     *  @param damaged of these, what the disk had changed, found by checksum and set aside
     *  @param rejected of these, what the broker will never take, and was not replayed
     *  @param purged of these, what a person took out
     *  @param expired of these, what waited for longer than the lane allows
     *  @param oldest of these, what was given up because the outbox was full
     *  @param thinned of these, what became part of coarser ones because the outbox was full
     *  @param waiting of these, what is still to be acknowledged, in flight or not */
    public record Lane(String name, long stored, long acknowledged, long damaged, long rejected, long purged, long expired, long oldest,
            long thinned, long waiting) {}

    public long stored() {
        return lanes.stream().mapToLong(Lane::stored).sum();
    }

    public long acknowledged() {
        return lanes.stream().mapToLong(Lane::acknowledged).sum();
    }

    public long damaged() {
        return lanes.stream().mapToLong(Lane::damaged).sum();
    }

    public long rejectedForGood() {
        return lanes.stream().mapToLong(Lane::rejected).sum();
    }

    public long purged() {
        return lanes.stream().mapToLong(Lane::purged).sum();
    }

    public long expired() {
        return lanes.stream().mapToLong(Lane::expired).sum();
    }

    public long oldest() {
        return lanes.stream().mapToLong(Lane::oldest).sum();
    }

    public long thinned() {
        return lanes.stream().mapToLong(Lane::thinned).sum();
    }

    public long waiting() {
        return lanes.stream().mapToLong(Lane::waiting).sum();
    }
}
