package io.headwater.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Neighbouring windows of one length that a coarser summary stands for: {@code windows} of them from {@code start} on. The id of each
 *  is the summary's, with its own start, length and revision.
 *
 *  @param revision that of each of them */
public record Covered(Instant start, Duration length, int windows, int revision) {

    public Instant end() {
        return start.plus(length.multipliedBy(windows));
    }

    /** Whether all those windows are among these. */
    public boolean contains(Covered others) {
        return length.equals(others.length) && revision == others.revision && !others.start.isBefore(start) && !others.end().isAfter(end())
                && Duration.between(start, others.start).toNanos() % length.toNanos() == 0;
    }

    /** Both, as few entries as will do. */
    static List<Covered> join(List<Covered> earlier, List<Covered> later) {
        List<Covered> both = new ArrayList<>(earlier);
        for (Covered next : later) {
            Covered last = both.isEmpty() ? null : both.getLast();
            if (last != null && last.end().equals(next.start) && last.length.equals(next.length) && last.revision == next.revision) {
                both.set(both.size() - 1, new Covered(last.start, last.length, last.windows + next.windows, last.revision));
            } else {
                both.add(next);
            }
        }
        return List.copyOf(both);
    }
}
