package io.headwater.camera;

/** Holds a file back so that it plays by its time stamps. When the machine falls behind by more than a second, the clock is
 *  set anew instead of hurrying: a camera does not catch up either. */
final class Pacer {
    private static final long MOST_LATE_NANOS = 1_000_000_000;

    private final StopSignal stop;
    private long base;
    private boolean begun;

    Pacer(StopSignal stop) {
        this.stop = stop;
    }

    /** Waits until a picture is due; false when told to stop. */
    boolean await(long mediaNanos) {
        long now = System.nanoTime();
        if (!begun) {
            begun = true;
            base = now - mediaNanos;
        }
        long early = base + mediaNanos - now;
        if (early < -MOST_LATE_NANOS) {
            base -= early;
        }
        return !stop.await(early);
    }
}
