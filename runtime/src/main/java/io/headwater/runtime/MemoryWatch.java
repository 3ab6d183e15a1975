package io.headwater.runtime;

import io.headwater.flow.FramePool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Keeps the process within its memory as far as that can be done while it runs: near the limit nothing is lent any more of the
 *  memory for frames, so that every source goes on with what is kept for it, unused memory goes back to the system, and the Java heap
 *  is collected. It ends no process and throws nothing.
 *  <p>Threading: one thread looks, any may ask. */
final class MemoryWatch {
    private static final Logger LOG = Logger.getLogger(MemoryWatch.class);
    private static final double SHORT_FROM = 0.95;
    private static final double ENOUGH_BELOW = 0.90;

    private final long total;
    private final FramePool frames;
    private final LongSupplier resident;
    private volatile boolean tight;
    private volatile long now;

    /** @param resident bytes that the process has in memory */
    MemoryWatch(long total, FramePool frames, LongSupplier resident) {
        this.total = total;
        this.frames = frames;
        this.resident = resident;
    }

    void look() {
        now = resident.getAsLong();
        if (!tight && now > SHORT_FROM * total) {
            tight = true;
            frames.tighten(true);
            System.gc();
            LOG.warnf("the process has %s of the %s of memory that it may have (%s): cameras have what is kept for them until it has less than %s",
                    MemoryBudget.mebi(now), MemoryBudget.mebi(total), MemoryBudget.TOTAL_PROPERTY, MemoryBudget.mebi((long) (ENOUGH_BELOW * total)));
        } else if (tight && now < ENOUGH_BELOW * total) {
            tight = false;
            frames.tighten(false);
            LOG.infof("the process has %s of memory, enough is free again", MemoryBudget.mebi(now));
        }
    }

    long total() {
        return total;
    }

    /** As of the last look. */
    long resident() {
        return now;
    }

    boolean isShort() {
        return tight;
    }

    /** What Linux counts as this process's memory; 0 where it does not tell. */
    static long residentNow() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.substring("VmRSS:".length()).replace("kB", "").strip()) << 10;
                }
            }
        } catch (IOException | NumberFormatException e) {
            LOG.debug("memory of the process cannot be read", e);
        }
        return 0;
    }
}
