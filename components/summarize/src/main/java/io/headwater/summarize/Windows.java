package io.headwater.summarize;

import io.headwater.flow.Classes;
import io.headwater.flow.Detections;
import io.headwater.flow.Fate;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.Origin;
import io.headwater.flow.Readings;
import io.headwater.flow.Summary;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All windows of one step. Closed ones wait here, in the order in which they are to be handed on, until they are {@link #poll() taken}.
 *  <p>Bounds: {@code maxKeys} keys with one open window each; what waits is at most one window for each thread that adds, and
 *  one for each key.
 *  <p>Threading: any. Never calls out while it holds its lock.
 *  <p>Errors: {@link IllegalArgumentException} when an item is not one that can be summed up; nothing is counted then. */
final class Windows {
    static final Fate TOO_MANY_KEYS = Fate.dropped("too many keys");
    static final Fate ALREADY_COUNTED = Fate.heldBack("already counted");
    private static final Comparator<Summary> ORDER = Comparator.comparing(Summary::start).thenComparing(Summary::key);

    private final Settings settings;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Key> keys = new HashMap<>();
    private final ArrayDeque<Summary> waiting = new ArrayDeque<>();
    private final Remembered remembered = new Remembered(keys);
    private long absorbed;
    private long handedOn;

    Windows(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Adds an item that has no id, and that nobody acknowledges. */
    Fate add(@Nullable Object item) {
        return add(item, null, false);
    }

    /** Adds an item to its window.
     *  <p>Ownership: keeps nothing of the item.
     *
     *  @param id by which its source would give it again; null when it has none
     *  @param acknowledged whether its source would not give it again */
    Fate add(@Nullable Object item, @Nullable String id, boolean acknowledged) {
        Origin origin = originOf(item);
        long known = id == null ? 0 : Seen.id(origin.source(), id);
        long now = clock.millis();
        lock.lock();
        try {
            if (id != null && remembered.isCounted(known)) {
                return ALREADY_COUNTED;
            }
            Key key = keys.get(origin.source());
            if (key == null) {
                if (keys.size() >= settings.maxKeys()) {
                    return TOO_MANY_KEYS;
                }
                key = new Key(origin.source(), settings);
                keys.put(origin.source(), key);
            }
            remembered.changed(key);
            Fate fate = key.add(item, origin, now, into(key, waiting));
            if (fate instanceof Fate.Absorbed) {
                absorbed++;
                if (acknowledged) {
                    key.acknowledged();
                }
                if (id != null) {
                    remembered.counted(known);
                }
            }
            return fate;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what a key closes, and has it kept until it is handed on. */
    private Key.Closed into(Key key, Collection<Summary> summaries) {
        return summary -> {
            summaries.add(summary);
            remembered.closed(key, summary);
        };
    }

    private static Origin originOf(@Nullable Object item) {
        return switch (item) {
            case Inference i when i.answer() instanceof Detections || i.answer() instanceof Classes -> i.origin();
            case Readings readings -> readings.origin();
            case Frame frame -> frame.origin();
            case null, default -> throw cannotSum(item);
        };
    }

    static IllegalArgumentException cannotSum(@Nullable Object item) {
        String got = item == null ? "nothing" : item.getClass().getName();
        if (item instanceof Inference i) {
            got = "an inference of " + i.model() + " that is " + i.answer().getClass().getSimpleName();
        }
        return new IllegalArgumentException("summarize got " + got + ", it sums up inferences that are Detections or Classes, Frames, and Readings");
    }

    /** Closes the windows of live sources that have gone quiet. */
    void tick() {
        long now = clock.millis();
        closeEach((key, to) -> key.idle(now, to));
    }

    /** Closes all windows, before their end. */
    void flush() {
        closeEach(Key::flush);
    }

    private void closeEach(Close how) {
        lock.lock();
        try {
            List<Summary> summaries = new ArrayList<>();
            keys.values().forEach(key -> how.close(key, into(key, summaries)));
            summaries.sort(ORDER);
            waiting.addAll(summaries);
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    private interface Close {
        void close(Key key, Key.Closed to);
    }

    /** The next closed window, which the caller hands on now; null when none waits. */
    @Nullable Summary poll() {
        lock.lock();
        try {
            Summary next = waiting.pollFirst();
            if (next != null) {
                handedOn += next.frames();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Items absorbed so far. */
    long absorbed() {
        return locked(() -> absorbed);
    }

    /** Items in windows that are open, or closed and not handed on. */
    long held() {
        return locked(() -> keys.values().stream().mapToLong(Key::openItems).sum() + waiting.stream().mapToLong(Summary::frames).sum());
    }

    /** {@code absorbed − in windows made − in open windows}, all read at one moment: 0 unless an item was lost or counted twice. */
    long difference() {
        return locked(() -> absorbed - handedOn - held());
    }

    /** Whether a window may be handed on: it is on disk that it is closed, so that no other of its id can be made after a kill. */
    boolean isKept(Summary summary) {
        return locked(() -> remembered.isKept(summary));
    }

    /** A window is through the rest of the route. One that failed there is kept for the next start.
     *
     *  @return one that is given up for it, since too many have failed */
    @Nullable Summary handedOn(Summary summary, boolean through) {
        lock.lock();
        try {
            return remembered.handedOn(summary, through);
        } finally {
            lock.unlock();
        }
    }

    /** Goes on where a step of this name stopped or was killed, and notes changes from here on.
     *
     *  @param rows as {@link #take} gave them
     *  @return what could not be read, each in a sentence */
    List<String> restore(Map<String, byte[]> rows) {
        List<String> broken = new ArrayList<>();
        List<Summary> before = new ArrayList<>();
        lock.lock();
        try {
            remembered.on();
            rows.forEach((row, bytes) -> {
                try {
                    restore(row, bytes, before);
                } catch (IOException | RuntimeException e) {
                    broken.add(row + " cannot be read, and is given up: " + e.getMessage());
                    remembered.forgetUnread(row);
                }
            });
            before.sort(ORDER);
            waiting.addAll(before);
            absorbed += held();
            return broken;
        } finally {
            lock.unlock();
        }
    }

    private void restore(String row, byte[] bytes, List<Summary> before) throws IOException {
        if (!row.startsWith(Remembered.KEY)) {
            Summary summary = remembered.restore(row, bytes);
            if (summary != null) {
                before.add(summary);
            }
            return;
        }
        List<Summary> ended = new ArrayList<>();
        Key key = Key.of(row.substring(Remembered.KEY.length()), settings, bytes, clock.millis(), ended::add);
        keys.put(key.name(), key);
        ended.forEach(into(key, before)::add);
    }

    boolean hasChanges() {
        return locked(remembered::hasChanges);
    }

    /** All rows that changed since the last that were kept; empty ones are to be forgotten. */
    Map<String, Optional<byte[]>> take() {
        return locked(remembered::take);
    }

    /** What was last taken is on disk, or is not. */
    void taken(boolean kept) {
        lock.lock();
        try {
            remembered.taken(kept);
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** The step starts again, after a stop: its sources may begin anywhere in event time. */
    void restart() {
        closeEach((key, to) -> {
            key.restart(to);
            remembered.changed(key);
        });
    }
}
