package io.headwater.flow;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Delays between attempts: doubled each time up to a limit, each shortened by a random part of up to a half, so that many
 *  sources behind one switch do not come back at once. */
public final class Backoff {
    public static final Duration LONGEST = Duration.ofSeconds(30);

    private final long first;
    private final RandomGenerator random;
    private int failures;

    public Backoff(Duration first, RandomGenerator random) {
        this.first = first.toNanos();
        this.random = random;
    }

    /** The delay before the next attempt. */
    public Duration next() {
        long whole = LONGEST.toNanos();
        if (failures < 40 && first <= whole >> failures) {
            whole = first << failures;
        }
        failures++;
        return Duration.ofNanos(whole - (long) (random.nextDouble() * whole / 2));
    }

    /** It worked: begin from the first delay again. */
    public void reset() {
        failures = 0;
    }
}
