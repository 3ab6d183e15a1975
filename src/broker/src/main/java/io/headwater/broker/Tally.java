package io.headwater.broker;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts the records of one topic, and those that came more than once by their CloudEvents id.
 * <p>Units: records. {@code records = distinctIds + duplicates + withoutId}.
 * <p>Ownership: it keeps every id it has seen; meant for topics that fit in memory.
 */
final class Tally {

    private final Set<String> ids = new HashSet<>();
    private final SortedSet<String> keys = new TreeSet<>();
    private long records;
    private long duplicates;
    private long withoutId;

    void add(@Nullable String key, @Nullable String id) {
        records++;
        if (key != null) {
            keys.add(key);
        }
        if (id == null) {
            withoutId++;
        } else if (!ids.add(id)) {
            duplicates++;
        }
    }

    long records() {
        return records;
    }

    long distinctIds() {
        return ids.size();
    }

    long duplicates() {
        return duplicates;
    }

    long withoutId() {
        return withoutId;
    }

    SortedSet<String> keys() {
        return keys;
    }
}
