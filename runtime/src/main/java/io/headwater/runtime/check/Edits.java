package io.headwater.runtime.check;

import io.headwater.runtime.RouteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is to be written and removed of route files, so that they can be checked before it is.
 *
 *  @param written texts by file
 *  @param removed files that are there now */
public record Edits(Map<Path, String> written, Set<Path> removed) {
    public static final Edits NONE = new Edits(Map.of(), Set.of());

    public Edits {
        written = Map.copyOf(written);
        removed = Set.copyOf(removed);
    }

    /** The files of a given file or folder as they are to be, Kamelets among them. */
    List<Path> files(Path given) {
        List<Path> now = RouteFiles.drawable(List.of(given));
        return equals(NONE) ? now
                : Stream.concat(now.stream().filter(f -> !removed.contains(f)), written.keySet().stream().filter(f -> f.startsWith(given))).distinct().sorted().toList();
    }

    /** What is to be written to a file; empty where it stays as it is. */
    Optional<String> text(Path file) {
        return Optional.ofNullable(written.get(file));
    }
}
