package io.headwater.runtime.consume;

import io.headwater.flow.Covered;
import io.headwater.flow.ModelId;
import io.headwater.flow.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parts of one window that have come, by their revision. Different revisions hold different items: they add.
 *  <p>Threading: none. */
final class Window {
    private final Event first;
    private final TreeMap<Integer, Summary> parts = new TreeMap<>();
    private boolean told;
    private boolean changed = true;

    Window(Event first) {
        this.first = first;
    }

    Event first() {
        return first;
    }

    /** Errors: {@link IllegalArgumentException} when it does not fit to those that are there. */
    void add(Summary part) {
        for (Summary other : parts.values()) {
            other.together(part);
            break; // it fits to one: it fits to all
        }
        parts.put(part.revision(), part);
        changed = true;
    }

    /** Takes out the parts that a coarser window stands for; how many. */
    int coveredBy(Summary coarse) {
        int before = parts.size();
        parts.values().removeIf(part -> covers(coarse, part));
        changed |= parts.size() != before;
        return before - parts.size();
    }

    /** Whether this window has a part that stands for that one already. */
    boolean covers(Summary fine) {
        return parts.values().stream().anyMatch(part -> part != fine && covers(part, fine));
    }

    private static boolean covers(Summary coarse, Summary fine) {
        List<Covered> all = coarse.covers();
        return !all.isEmpty() && fine.windows().stream().allMatch(f -> all.stream().anyMatch(c -> c.contains(f)));
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    int size() {
        return parts.size();
    }

    Instant start() {
        return parts.firstEntry().getValue().start();
    }

    Instant end() {
        return parts.firstEntry().getValue().end();
    }

    Summary any() {
        return parts.firstEntry().getValue();
    }

    boolean isTold() {
        return told && !changed;
    }

    /** All parts as one; null when nothing is new since it was told. */
    @Nullable Line tell() {
        if (isTold() || parts.isEmpty()) {
            return null;
        }
        Line line = new Line(id(), first, whole(), parts.size(), parts.values().stream().map(Summary::model).filter(Objects::nonNull).distinct().toList(),
                told, false);
        told = true;
        changed = false;
        return line;
    }

    /** The id of each part without its revision. */
    private String id() {
        return first.id().substring(0, first.id().lastIndexOf('/') < 0 ? first.id().length() : first.id().lastIndexOf('/'));
    }

    /** Those of one model first: in their frames a label that was not found counts 0. */
    private Summary whole() {
        Map<List<ModelId>, Summary> byModel = new LinkedHashMap<>();
        for (Summary part : parts.values()) {
            List<ModelId> model = new ArrayList<>();
            if (part.model() != null) {
                model.add(part.model());
            }
            byModel.merge(model, part, Summary::together);
        }
        return byModel.values().stream().reduce(Summary::together).orElseThrow();
    }
}
