package io.headwater.camera;

/** Frames a second over the last 32 frames, or the last three seconds where those hold fewer.
 *  <p>Threading: guarded by its owner. */
final class FrameRate {
    private static final long WINDOW_NANOS = 3_000_000_000L;
    private final long[] ticks = new long[32];
    private long count;

    void tick(long nanos) {
        ticks[(int) (count++ % ticks.length)] = nanos;
    }

    double perSecond(long now) {
        int known = (int) Math.min(count, ticks.length);
        int recent = 0;
        long oldest = now;
        while (recent < known && now - tick(recent) <= WINDOW_NANOS) {
            oldest = tick(recent++);
        }
        if (recent < 2) {
            return 0;
        }
        long gap = (tick(0) - oldest) / (recent - 1);
        long late = now - tick(0) - gap; // a source that has gone quiet fades instead of keeping its last figure
        return (recent - 1) * 1e9 / Math.max(1, tick(0) - oldest + Math.max(0, late));
    }

    private long tick(int back) {
        return ticks[(int) ((count - 1 - back) % ticks.length)];
    }
}
