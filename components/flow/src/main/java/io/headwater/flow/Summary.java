package io.headwater.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
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
 *  @param revision 0 for the first part of this window that was told, then counting up
 *  @param partial whether the window was closed before its end: at a stop, or when the source went away
 *  @param frames items that fell into the window
 *  @param slots into how many slots the window is divided to tell coverage
 *  @param seen slots in which an item was seen
 *  @param perFrame by label, the number found in each frame
 *  @param model the model whose answers were counted; null when there was none
 *  @param covers the windows that were merged into this one; empty for a window as it was summed up
 *  @param places by its name, what became of each zone and line that was watched */
public record Summary(String route, String step, String key, Instant start, Duration length, int revision, boolean partial,
        long frames, int slots, BitSet seen, Map<String, Distribution> perFrame, @Nullable ModelId model, List<Covered> covers, Map<String, Traffic> places) {

    /** Into how many slots a new window is divided. */
    public static final int SLOTS_A_WINDOW = 10;

    public Summary {
        Objects.requireNonNull(start, "start");
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("a window's length is " + length + ", must be above 0");
        }
    }

    /** A window in which no place was watched. */
    public Summary(String route, String step, String key, Instant start, Duration length, int revision, boolean partial,
            long frames, int slots, BitSet seen, Map<String, Distribution> perFrame, @Nullable ModelId model) {
        this(route, step, key, start, length, revision, partial, frames, slots, seen, perFrame, model, List.of(), Map.of());
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

    /** Whether this window and another can be told as one: of one step and key, and of one model, unless nothing was seen in one. */
    public boolean isOfOneKind(Summary other) {
        return route.equals(other.route) && step.equals(other.step) && key.equals(other.key)
                && (Objects.equals(model, other.model) || isEmpty() || other.isEmpty());
    }

    private boolean isEmpty() {
        return frames == 0 && model == null;
    }

    /** This window and the next of the same step and key as one. Frames, counts and sums add exactly, sketches within their error; a label
     *  that one of them has not seen counts 0 in each of its frames. A maximum stays one: maxima of windows do not add.
     *  <p>Errors: {@link IllegalArgumentException} when they are of different steps, keys or models, or not neighbours. */
    public Summary merge(Summary next) {
        if (!isOfOneKind(next)) {
            throw new IllegalArgumentException("not of one step, key and model: " + id() + " and " + next.id());
        }
        if (!end().equals(next.start)) {
            throw new IllegalArgumentException("not neighbours: " + id() + " ends at " + end() + ", " + next.id() + " starts at " + next.start);
        }
        Map<String, Distribution> both = new TreeMap<>(with(next.perFrame.keySet()));
        next.with(perFrame.keySet()).forEach((label, d) -> both.merge(label, d, Distribution::merge));
        BitSet covered = (BitSet) seen.clone();
        next.seen.stream().forEach(slot -> covered.set(slots + slot));
        return new Summary(route, step, key, start, length.plus(next.length), Math.max(revision, next.revision),
                partial || next.partial, frames + next.frames, slots + next.slots, covered, both, model == null ? next.model : model,
                Covered.join(windows(), next.windows()), places(next));
    }

    /** This part of a window and another of the same window as one: the parts hold different items, so that they add. Where they are of two
     *  models, each label stays as its own model has seen it, and the whole has no model.
     *  <p>Errors: {@link IllegalArgumentException} when they are not of one window of one step and key. */
    public Summary together(Summary part) {
        if (!route.equals(part.route) || !step.equals(part.step) || !key.equals(part.key) || !start.equals(part.start) || !length.equals(part.length)
                || slots != part.slots) {
            throw new IllegalArgumentException("not parts of one window: " + id() + " and " + part.id());
        }
        boolean oneKind = isOfOneKind(part);
        Map<String, Distribution> both = new TreeMap<>(oneKind ? with(part.perFrame.keySet()) : perFrame);
        (oneKind ? part.with(perFrame.keySet()) : part.perFrame).forEach((label, d) -> both.merge(label, d, Distribution::merge));
        BitSet covered = (BitSet) seen.clone();
        covered.or(part.seen);
        return new Summary(route, step, key, start, length, Math.max(revision, part.revision), partial || part.partial, frames + part.frames,
                slots, covered, both, !oneKind ? null : model == null ? part.model : model, Covered.join(covers, part.covers), places(part));
    }

    private Map<String, Traffic> places(Summary other) {
        Map<String, Traffic> all = new TreeMap<>(places);
        other.places.forEach((name, traffic) -> all.merge(name, traffic, Traffic::merge));
        return all;
    }

    /** The windows that are in this one: those it covers, else itself. */
    public List<Covered> windows() {
        return covers.isEmpty() ? List.of(new Covered(start, length, 1, revision)) : covers;
    }

    /** By label, with those named that were not seen: 0 in each frame that a model looked at. Series of readings have no such zeros. */
    private Map<String, Distribution> with(Collection<String> labels) {
        if (model == null || perFrame.keySet().containsAll(labels)) {
            return perFrame;
        }
        long looks = perFrame.values().stream().mapToLong(Distribution::count).max().orElse(frames);
        Map<String, Distribution> all = new TreeMap<>(perFrame);
        for (String label : labels) {
            all.computeIfAbsent(label, l -> {
                Distribution zeros = new Distribution();
                zeros.add(0, looks);
                return zeros;
            });
        }
        return all;
    }
}
