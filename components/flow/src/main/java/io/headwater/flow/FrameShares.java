package io.headwater.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Who may take how much of a {@link FramePool}. Half of it is kept for the sources that have joined, by weight, and at least one
 *  picture for each where that fits; the other half is lent to whoever comes first. While a source that has less than its fair share
 *  goes without, nobody borrows beyond his own.
 *  <p>Threading: none; guarded by the pool's lock. */
final class FrameShares {
    private static final long HUNGER_NANOS = 1_000_000_000;

    private final long limit;
    private final LongSupplier ticks;
    private final Map<String, Share> all = new HashMap<>();
    private long weights;
    private boolean tight;

    FrameShares(long limit, LongSupplier ticks) {
        this.limit = limit;
        this.ticks = ticks;
    }

    /** What one source has. */
    static final class Share {
        private int weight;
        private int joined;
        private long used;
        private long largest;
        private boolean hungry;
        private long hungrySince;
    }

    /** A source runs from now on, until it leaves as often as it joined. Its weight is that of the last who joined. */
    Share join(String source, int weight) {
        Share share = all.computeIfAbsent(source, s -> new Share());
        weights += weight - share.weight;
        share.weight = weight;
        share.joined++;
        return share;
    }

    void leave(String source) {
        Share share = all.get(source);
        if (share != null && --share.joined == 0) {
            weights -= share.weight;
            share.weight = 0;
            forgetIdle(source, share);
        }
    }

    private void forgetIdle(String source, Share share) {
        if (share.joined == 0 && share.used == 0) {
            all.remove(source);
        }
    }

    /** Nothing is lent while it is tight: each has what is kept for it, and those who have not joined wait. */
    void tighten(boolean now) {
        tight = now;
    }

    /** Whether a source may have a picture more.
     *
     *  @param total what all have together */
    boolean allows(String source, long size, long total) {
        Share share = all.computeIfAbsent(source, s -> new Share());
        share.largest = Math.max(share.largest, size);
        boolean allowed = total + size <= limit && (share.used + size <= kept(share) || mayBorrow(share, size, total));
        if (!allowed && share.used + size <= fair(share)) {
            share.hungry = true;
            share.hungrySince = ticks.getAsLong();
        }
        if (!allowed) {
            forgetIdle(source, share);
        }
        return allowed;
    }

    private boolean mayBorrow(Share share, long size, long total) {
        if (tight) {
            return false;
        }
        boolean beyond = share.used + size > fair(share);
        long forOthers = 0;
        for (Share other : all.values()) {
            if (other != share) {
                forOthers += Math.max(0, kept(other) - other.used);
                other.hungry = other.hungry && ticks.getAsLong() - other.hungrySince < HUNGER_NANOS;
                if (beyond && other.hungry) {
                    return false;
                }
            }
        }
        return total + size + forOthers <= limit;
    }

    /** Its part by weight, were all of the pool divided. */
    private long fair(Share share) {
        return weights == 0 ? 0 : limit / weights * share.weight;
    }

    /** What nobody else may take. */
    private long kept(Share share) {
        if (share.weight == 0) {
            return 0;
        }
        long half = fair(share) / 2;
        return fair(share) >= share.largest ? Math.max(half, share.largest) : half;
    }

    void took(String source, long size) {
        all.computeIfAbsent(source, s -> new Share()).used += size;
    }

    void gaveBack(String source, long size) {
        Share share = all.get(source);
        if (share != null) {
            share.used -= size;
            forgetIdle(source, share);
        }
    }

    long used(String source) {
        Share share = all.get(source);
        return share == null ? 0 : share.used;
    }
}
