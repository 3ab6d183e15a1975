package io.headwater.summarize;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** How one step sums up.
 *
 *  @param length of a window
 *  @param idleAfter how long after a window's end a live source that gives nothing keeps it open
 *  @param skew how far a live item may be ahead of this machine's clock
 *  @param maxKeys how many keys have windows at once
 *  @param labels reported in every window, found or not */
record Settings(String route, String step, Duration length, Duration idleAfter, Duration skew, int maxKeys, Set<String> labels) {
    /** How many labels or series one window tells apart. */
    static final int MAX_NAMES = 1000;

    static final int MOST_KEYS = 100_000;

    Settings {
        labels = Set.copyOf(labels);
    }

    /** The same for the same windows: where it differs, an open window cannot go on. */
    String digest() {
        return length + " " + new TreeSet<>(labels);
    }
}
