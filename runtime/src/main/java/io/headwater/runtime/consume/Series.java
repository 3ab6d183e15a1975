package io.headwater.runtime.consume;

import io.headwater.flow.Summary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What is remembered of one series: a device's route, step and key. Ids and windows, by event time, until they lie further behind the
 *  newest than is to be remembered.
 *  <p>Threading: none. */
final class Series {
    private record Slot(Instant start, Duration length) implements Comparable<Slot> {
        private static final Comparator<Slot> ORDER = Comparator.comparing(Slot::start).thenComparing(Slot::length);

        @Override
        public int compareTo(Slot other) {
            return ORDER.compare(this, other);
        }
    }

    private final TopicPartition partition;
    private final Tally tally;
    private final Consumer<Line> told;
    /** By id, the digest of what came first. What its source gave again may have another time, where nobody knows when it happened. */
    private final Map<String, Integer> digests = new HashMap<>();
    private final TreeMap<Instant, List<String>> ids = new TreeMap<>();
    private final TreeMap<Slot, Window> windows = new TreeMap<>();
    private Instant newest = Instant.MIN;
    private Instant forgotten = Instant.MIN;
    private Instant lastEnd = Instant.MIN;
    private Duration longest = Duration.ZERO;
    private long touched;
    Series(Event.Place begin, Tally tally, Consumer<Line> told) {
        this.partition = new TopicPartition(begin.topic(), begin.partition());
        this.tally = tally;
        this.told = told;
    }

    /** Where it was first seen: a device's records lie in one partition, since the device is their key. */
    TopicPartition partition() {
        return partition;
    }

    /** Ids that are remembered. */
    int size() {
        return digests.size();
    }

    boolean isForgotten(Event event) {
        return event.time().isBefore(forgotten);
    }

    /** The digest of what came under this id before; null when nothing did. */
    @Nullable Integer seen(Event event) {
        return digests.get(event.id());
    }

    void remember(Event event, long nanos) {
        digests.put(event.id(), event.digest());
        ids.computeIfAbsent(event.time(), t -> new ArrayList<>(1)).add(event.id());
        touched = nanos;
        newest = newest.isAfter(event.time()) ? newest : event.time();
    }

    /** Errors: {@link IllegalArgumentException} when it does not fit to other parts of its window. */
    void add(Event event, Summary part) {
        longest = longest.compareTo(part.length()) < 0 ? part.length() : longest;
        tally.parts++;
        tally.thinned += part.covers().isEmpty() ? 0 : 1;
        List<Slot> around = around(part);
        if (around.stream().anyMatch(slot -> windows.get(slot).covers(part))) {
            tally.covered++;
            return;
        }
        Window window = windows.computeIfAbsent(new Slot(part.start(), part.length()), slot -> new Window(event));
        boolean joins = !window.isEmpty();
        window.add(part);
        tally.merged += joins ? 1 : 0;
        newest = newest.isAfter(part.end()) ? newest : part.end();
        for (Slot slot : part.covers().isEmpty() ? List.<Slot>of() : around) {
            Window other = windows.get(slot);
            if (other != window) {
                tally.covered += other.coveredBy(part);
                if (other.isEmpty()) {
                    windows.remove(slot);
                }
            }
        }
    }

    /** The windows that may share time with that one. */
    private List<Slot> around(Summary part) {
        List<Slot> around = new ArrayList<>();
        for (Slot slot : windows.headMap(new Slot(part.end(), Duration.ZERO), false).descendingMap().keySet()) {
            if (!slot.start.plus(longest).isAfter(part.start())) {
                break;
            }
            around.add(slot);
        }
        return around;
    }

    /** Tells windows whose time is over: the newest is {@code settle} ahead, or nothing of the series has come for as long. */
    void settle(Duration settle, long nanos) {
        boolean quiet = nanos - touched >= settle.toNanos();
        for (Window window : windows.values()) {
            if (!window.isTold() && (quiet || !window.end().plus(settle).isAfter(newest))) {
                tell(window);
            }
        }
    }

    void tellAll() {
        windows.values().forEach(this::tell);
    }

    private void tell(Window window) {
        Line line = window.tell();
        if (line != null) {
            told.accept(line);
        }
    }

    /** Windows that are not told yet. */
    Iterator<Window> untold() {
        return windows.values().stream().filter(w -> !w.isTold()).iterator();
    }

    /** Lets go what lies further behind the newest than that. */
    void forget(Duration behind) {
        if (!newest.equals(Instant.MIN)) {
            forgetBefore(newest.minus(behind));
        }
    }

    /** Lets the oldest go, whatever its age. */
    void forgetOldest() {
        if (!ids.isEmpty()) {
            forgetBefore(ids.firstKey().plusNanos(1));
        }
    }

    private void forgetBefore(Instant time) {
        if (ids.isEmpty() || !ids.firstKey().isBefore(time)) {
            return;
        }
        forgotten = time;
        Map<Instant, List<String>> old = ids.headMap(time);
        old.values().forEach(digests.keySet()::removeAll);
        old.clear();
        Iterator<Window> gone = windows.headMap(new Slot(time, Duration.ZERO)).values().iterator();
        while (gone.hasNext()) {
            Window window = gone.next();
            tell(window);
            closes(window);
            gone.remove();
        }
    }

    /** Looks for gaps among all that is left. */
    void end() {
        windows.values().forEach(this::closes);
    }

    private void closes(Window window) {
        if (!lastEnd.equals(Instant.MIN) && window.start().isAfter(lastEnd)) {
            Summary next = window.any();
            Duration length = next.windows().getFirst().length();
            tally.gap(window.first().device() + "/" + next.route() + "/" + next.step() + "/" + next.key() + ": from " + lastEnd + " to " + window.start(),
                    Math.max(1, Duration.between(lastEnd, window.start()).dividedBy(length)));
        }
        lastEnd = lastEnd.isAfter(window.end()) ? lastEnd : window.end();
    }
}
