package io.headwater.snapshot;

import io.headwater.exchange.Drawing;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A step's options, and the rules that they keep.
 *
 *  @param on what is an event
 *  @param labels that count; empty for all
 *  @param before pictures to keep of the time before an event
 *  @param after of the time after it
 *  @param every how far apart these are, at least
 *  @param pause how long after an event no other begins, for each camera
 *  @param keep bytes on disk, beyond which the oldest events go
 *  @param style what is drawn */
record Settings(Set<Occasion> on, List<String> labels, int before, int after, Duration every, Duration pause, long keep, Drawing.Style style) {
    static final int MOST_PICTURES = 50;
    static final Duration LONGEST = Duration.ofDays(1);
    static final long LEAST_BYTES = 1L << 20;
    static final long MOST_BYTES = 1L << 40;

    /** Whether a picture may be kept only with something made unrecognizable. */
    boolean hides() {
        return !style.blurred().isEmpty();
    }
}
