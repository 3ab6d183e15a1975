package io.headwater.uplink;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the outbox counts beside its lanes' books, since it was opened.
 *  <p>Threading: the writer counts, any thread reads. */
final class Figures {
    private final Map<String, LongAdder> rejected = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private volatile long oldest = -1;
    private volatile long deadLetters;
    private volatile @Nullable String trouble;

    void rejected(Throwable reason) {
        count(rejected, reason.getClass().getSimpleName());
    }

    void refused(String reason) {
        count(refused, reason);
    }

    void duplicate() {
        duplicates.increment();
    }

    /** A group commit is on disk; {@code oldestRow} is when the oldest row was put in, in microseconds, −1 when there is none. */
    void committed(long oldestRow, long dead) {
        commits.increment();
        rows(oldestRow, dead);
        trouble = null;
    }

    void rows(long oldestRow, long dead) {
        oldest = oldestRow;
        deadLetters = dead;
    }

    void trouble(String sentence) {
        trouble = sentence;
    }

    private static void count(Map<String, LongAdder> counts, String reason) {
        counts.computeIfAbsent(reason, r -> new LongAdder()).increment();
    }

    Map<String, Long> rejected() {
        return sums(rejected);
    }

    Map<String, Long> refused() {
        return sums(refused);
    }

    long duplicates() {
        return duplicates.sum();
    }

    long commits() {
        return commits.sum();
    }

    long oldest() {
        return oldest;
    }

    long deadLetters() {
        return deadLetters;
    }

    @Nullable String trouble() {
        return trouble;
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((reason, adder) -> sums.put(reason, adder.sum()));
        return sums;
    }
}
