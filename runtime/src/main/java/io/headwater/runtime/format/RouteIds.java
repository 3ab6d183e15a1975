package io.headwater.runtime.format;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Gives routes ids after their file: {@code door} for the first of {@code door.camel.yaml}, then {@code door-2}. Routes of several
 *  files run together, so one is for all files of a run. */
public final class RouteIds {
    private final Set<String> taken = new HashSet<>();

    /** Keeps an id from being given. */
    void take(String id) {
        taken.add(id);
    }

    String next(Path file) {
        String base = file.getFileName().toString().replaceFirst("(\\.camel)?\\.yaml$", "");
        String id = base;
        for (int number = 2; !taken.add(id); number++) {
            id = base + "-" + number;
        }
        return id;
    }
}
