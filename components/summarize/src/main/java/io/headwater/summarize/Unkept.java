package io.headwater.summarize;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What changed since it was last put on disk, by the names of its rows.
 *  <p>Threading: none; {@link Windows} guards it. */
final class Unkept {
    private final Set<String> changed = new HashSet<>();
    private final Set<String> taken = new HashSet<>();

    void add(String row) {
        changed.add(row);
    }

    boolean isEmpty() {
        return changed.isEmpty() && taken.isEmpty();
    }

    boolean contains(String row) {
        return changed.contains(row) || taken.contains(row);
    }

    /** All of it; what changes from here on is for the next time. */
    Map<String, Optional<byte[]>> take(Function<String, Optional<byte[]>> value) {
        Map<String, Optional<byte[]>> rows = new HashMap<>();
        for (Set<String> some : List.of(taken, changed)) {
            some.forEach(row -> rows.put(row, value.apply(row)));
        }
        taken.addAll(changed);
        changed.clear();
        return rows;
    }

    void kept() {
        taken.clear();
    }

    void notKept() {
        changed.addAll(taken);
        taken.clear();
    }
}
