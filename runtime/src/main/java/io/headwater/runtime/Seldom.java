package io.headwater.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Says at most once in a while that something is due, as a line in the log.
 *  <p>Threading: safe. */
final class Seldom {
    private final long pauseNanos;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    Seldom(Duration pause) {
        this.pauseNanos = pause.toNanos();
    }

    boolean isDue() {
        long now = System.nanoTime();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + pauseNanos);
    }
}
