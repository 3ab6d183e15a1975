package io.headwater.summarize;

import io.headwater.flow.Classes;
import io.headwater.flow.Detections;
import io.headwater.flow.Fate;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.Origin;
import io.headwater.flow.Readings;
import io.headwater.flow.Summary;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** All windows of one step. Closed ones wait here, in the order in which they are to be handed on, until they are {@link #poll() taken}.
 *  <p>Bounds: {@code maxKeys} keys with one open window each; what waits is at most one window for each thread that adds, and
 *  one for each key.
 *  <p>Threading: any. Never calls out while it holds its lock.
 *  <p>Errors: {@link IllegalArgumentException} when an item is not one that can be summed up; nothing is counted then. */
final class Windows {
    static final Fate TOO_MANY_KEYS = Fate.dropped("too many keys");
    private static final Comparator<Summary> ORDER = Comparator.comparing(Summary::start).thenComparing(Summary::key);

    private final Settings settings;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Key> keys = new HashMap<>();
    private final ArrayDeque<Summary> waiting = new ArrayDeque<>();
    private long absorbed;
    private long handedOn;

    Windows(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Adds an item to its window.
     *  <p>Ownership: keeps nothing of the item. */
    Fate add(@Nullable Object item) {
        Origin origin = originOf(item);
        long now = clock.millis();
        lock.lock();
        try {
            Key key = keys.get(origin.source());
            if (key == null) {
                if (keys.size() >= settings.maxKeys()) {
                    return TOO_MANY_KEYS;
                }
                key = new Key(origin.source(), settings);
                keys.put(origin.source(), key);
            }
            Fate fate = key.add(item, origin, now, waiting::addLast);
            if (fate instanceof Fate.Absorbed) {
                absorbed++;
            }
            return fate;
        } finally {
            lock.unlock();
        }
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
        closeEach((key, closed) -> key.idle(now, closed));
    }

    /** Closes all windows, before their end. */
    void flush() {
        closeEach(Key::flush);
    }

    private void closeEach(Close how) {
        lock.lock();
        try {
            List<Summary> closed = new ArrayList<>();
            keys.values().forEach(key -> how.close(key, closed::add));
            closed.sort(ORDER);
            waiting.addAll(closed);
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    private interface Close {
        void close(Key key, Key.Closed closed);
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
        lock.lock();
        try {
            return absorbed;
        } finally {
            lock.unlock();
        }
    }

    /** Items in windows that are open, or closed and not handed on. */
    long held() {
        lock.lock();
        try {
            long held = 0;
            for (Key key : keys.values()) {
                held += key.openItems();
            }
            for (Summary summary : waiting) {
                held += summary.frames();
            }
            return held;
        } finally {
            lock.unlock();
        }
    }

    /** {@code absorbed − in windows made − in open windows}, all read at one moment: 0 unless an item was lost or counted twice. */
    long difference() {
        lock.lock();
        try {
            return absorbed - handedOn - held();
        } finally {
            lock.unlock();
        }
    }

    /** The step starts again, after a stop: its sources may begin anywhere in event time. */
    void restart() {
        lock.lock();
        try {
            keys.values().forEach(Key::restart);
        } finally {
            lock.unlock();
        }
    }
}
