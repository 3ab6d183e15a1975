package io.headwater.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Finds the route files that a user means by a file or a folder. */
public final class RouteFiles {
    private static final String ENDING = ".camel.yaml";
    /** What tests of routes end in: no routes, though they lie beside them. */
    public static final String TESTS = ".test.yaml";

    private RouteFiles() {}

    /** Files as they are, but for tests; of a folder, everything below it that ends in {@code .camel.yaml}, in order of name.
     *  Hidden folders are left out: Kubernetes mounts a ConfigMap as links into one, which holds each file once more. */
    public static List<Path> find(List<Path> given) {
        return find(given, ENDING);
    }

    /** The same, and Kamelets: what a designer opens. */
    public static List<Path> drawable(List<Path> given) {
        return find(given, ENDING, ".kamelet.yaml");
    }

    /** The same for files of other endings. */
    public static List<Path> find(List<Path> given, String... endings) {
        List<Path> files = new ArrayList<>();
        for (Path path : given) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> below = Files.walk(path)) {
                    below.filter(p -> Arrays.stream(endings).anyMatch(p.getFileName().toString()::endsWith) && !isHidden(path.relativize(p))).sorted().forEach(files::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            } else if (List.of(endings).contains(TESTS) || !path.toString().endsWith(TESTS)) {
                files.add(path);
            }
        }
        return files;
    }

    private static boolean isHidden(Path below) {
        for (Path name : below) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
