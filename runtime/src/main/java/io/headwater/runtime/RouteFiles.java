package io.headwater.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the route files that a user means by a file or a folder. */
public final class RouteFiles {
    private static final String ENDING = ".camel.yaml";

    private RouteFiles() {}

    /** Files as they are; of a folder, everything below it that ends in {@code .camel.yaml}, in order of name. */
    public static List<Path> find(List<Path> given) {
        List<Path> files = new ArrayList<>();
        for (Path path : given) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> below = Files.walk(path)) {
                    below.filter(p -> p.getFileName().toString().endsWith(ENDING)).sorted().forEach(files::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            } else {
                files.add(path);
            }
        }
        return files;
    }
}
