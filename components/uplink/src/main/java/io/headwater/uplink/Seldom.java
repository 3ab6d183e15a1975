package io.headwater.uplink;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log that says the same thing at most once in ten seconds, and then how often it kept silent.
 *  <p>Threading: safe. */
final class Seldom {
    static final Seldom OUTBOX = new Seldom(LoggerFactory.getLogger(Outbox.class));
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final Logger log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong silent = new AtomicLong();

    Seldom(Logger log) {
        this.log = log;
    }

    void warn(String text, Object... values) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + PAUSE_NANOS)) {
            silent.incrementAndGet();
            return;
        }
        log.warn(text, values);
        long kept = silent.getAndSet(0);
        if (kept > 0) {
            log.warn("{} more warnings like it were not written", kept);
        }
    }
}
