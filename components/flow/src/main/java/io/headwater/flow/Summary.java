package io.headwater.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one window of one key held. Two summaries of neighbouring windows make one by {@link #merge}.
 *  <p>Units: {@code frames} counts the items seen; {@code perFrame} has, by label, how many were in each frame;
 *  {@code seen} has a bit for each {@link #SLOTS_A_WINDOW slot} in which an item was seen.
 *  <p>Ownership: immutable by convention: its collections are never changed after construction.
 *
 *  @param route the route that summed up
 *  @param step its step
 *  @param key what the window was kept by: the source, unless the route says otherwise
 *  @param start start of the window, in event time, inclusive
 *  @param length length of the window
 *  @param revision 0 for the first answer about this window, then counting up
 *  @param partial whether the window was closed before its end: at a stop, or when the source went away
 *  @param frames items that fell into the window
 *  @param slots into how many slots the window is divided to tell coverage
 *  @param seen slots in which an item was seen
 *  @param perFrame by label, the number found in each frame
 *  @param model the model whose answers were counted; null when there was none */
public record Summary(String route, String step, String key, Instant start, Duration length, int revision, boolean partial,
        long frames, int slots, BitSet seen, Map<String, Distribution> perFrame, @Nullable ModelId model) {

    /** Into how many slots a new window is divided. */
    public static final int SLOTS_A_WINDOW = 10;

    public Summary {
        Objects.requireNonNull(start, "start");
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("a window's length is " + length + ", must be above 0");
        }
    }

    public Instant end() {
        return start.plus(length);
    }

    /** Share of the window, 0..1, in which the source was seen at all. */
    public double coverage() {
        return (double) seen.cardinality() / slots;
    }

    /** What is the same for the same window, however often it is told: {@code route/step/key/start/length/revision}. */
    public String id() {
        return route + "/" + step + "/" + key + "/" + start + "/" + length + "/" + revision;
    }

    /** This window and the next of the same step and key as one.
     *  <p>Errors: {@link IllegalArgumentException} when they are of different steps, keys or models, or not neighbours. */
    public Summary merge(Summary next) {
        if (!route.equals(next.route) || !step.equals(next.step) || !key.equals(next.key) || !Objects.equals(model, next.model)) {
            throw new IllegalArgumentException("not of one step, key and model: " + id() + " and " + next.id());
        }
        if (!end().equals(next.start)) {
            throw new IllegalArgumentException("not neighbours: " + id() + " ends at " + end() + ", " + next.id() + " starts at " + next.start);
        }
        Map<String, Distribution> both = new TreeMap<>(perFrame);
        next.perFrame.forEach((label, d) -> both.merge(label, d, Distribution::merge));
        BitSet covered = (BitSet) seen.clone();
        next.seen.stream().forEach(slot -> covered.set(slots + slot));
        return new Summary(route, step, key, start, length.plus(next.length), Math.max(revision, next.revision),
                partial || next.partial, frames + next.frames, slots + next.slots, covered, both, model);
    }
}
