package io.headwater.bench;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts the {@link OutOfMemoryError}s of this process: those that a thread ends with, and those that somebody catches and tells. */
final class OutOfMemory {
    private static final AtomicLong SEEN = new AtomicLong();

    private OutOfMemory() {}

    /** Counts those that threads end with from now on. */
    static void watch() {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            if (SEEN.get() == 0) {
                System.err.println(thread.getName() + " ended by " + error + "; what follows of the kind is counted only");
            }
            countWithin(error);
        });
    }

    static void count(OutOfMemoryError error) {
        SEEN.incrementAndGet();
    }

    static void countWithin(@Nullable Throwable error) {
        for (Throwable t = error; t != null; t = t.getCause()) {
            if (t instanceof OutOfMemoryError) {
                SEEN.incrementAndGet();
                return;
            }
        }
    }

    static long seen() {
        return SEEN.get();
    }
}
