package io.headwater.runtime;

import io.headwater.exchange.Problem;
import io.headwater.exchange.RefusedException;
import io.headwater.exchange.Rule;
import io.headwater.runtime.check.Edits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Where the routes of a box stand: what its command line gave, and a folder of its own for what is pushed where none of these can be written.
 *
 *  @param given files and folders
 *  @param pushed the folder of its own */
record RoutePlaces(List<Path> given, Path pushed) {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]*\\.camel\\.yaml";

    RoutePlaces {
        given = List.copyOf(given);
    }

    static RoutePlaces of(List<Path> given, Path state) {
        return new RoutePlaces(given, state.resolve("routes").resolve("pushed"));
    }

    /** All that hold routes. A push that a kill cut short is brought to its end before. */
    List<Path> all() {
        PushedFiles.finish(target());
        return isUsed() ? Stream.concat(given.stream(), Stream.of(pushed)).toList() : given;
    }

    private boolean isUsed() {
        return Files.isDirectory(pushed) && !RouteFiles.find(List.of(pushed)).isEmpty();
    }

    /** Where pushed files go: the first of the given folders that can be written, else the folder of its own. */
    Path target() {
        return given.stream().filter(p -> Files.isDirectory(p) && Files.isWritable(p)).findFirst().orElse(pushed);
    }

    /** The places as they are once these edits are made. */
    List<Path> after(Edits edits) {
        boolean into = edits.written().keySet().stream().anyMatch(f -> f.startsWith(pushed));
        return into && !isUsed() ? Stream.concat(given.stream(), Stream.of(pushed)).toList() : all();
    }

    /** What a push asks for.
     *
     *  @param files texts by file name
     *  @param removed names of files
     *  <p>Errors: {@link RefusedException} for names that are none, or of files that are not there. */
    Edits edits(Map<String, String> files, Set<String> removed) {
        Path target = target();
        List<Problem> problems = new ArrayList<>();
        Map<Path, String> written = new HashMap<>();
        files.forEach((name, text) -> {
            if (name.matches(NAME)) {
                written.put(target.resolve(name), text);
            } else {
                problems.add(wrong(name, "its name must be NAME.camel.yaml, of letters, digits, - and _", "give the file another name"));
            }
        });
        Set<Path> gone = new HashSet<>();
        for (String name : removed) {
            if (files.containsKey(name)) {
                problems.add(wrong(name, "it is pushed and removed at once", "one of the two"));
            } else if (name.matches(NAME) && Files.isRegularFile(target.resolve(name))) {
                gone.add(target.resolve(name));
            } else {
                problems.add(wrong(name, "it is to be removed, and is not in " + target, "one of " + names(target)));
            }
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(problems.stream().sorted(Problem.BY_PLACE).toList());
        }
        return new Edits(written, gone);
    }

    private static Problem wrong(String name, String text, String fix) {
        return new Problem(Path.of(name.replace('\0', '?')), 1, 1, Rule.PUSHED, text, fix, "src/docs/guide/reload.md#push");
    }

    private static String names(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            List<String> names = all.map(f -> f.getFileName().toString()).filter(n -> n.matches(NAME)).sorted().toList();
            return names.isEmpty() ? "none, it is empty" : String.join(", ", names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
