package io.headwater.runtime.check;

import io.headwater.exchange.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder with the example's model and a clip, in which a test writes route files; what is said of them comes without the folder's name. */
final class Site {
    static final Path HOME = Path.of(System.getProperty("headwater.home"));
    /** A right source; ten lines. */
    static final String CAMERA = """
            - route:
                id: door
                from:
                  id: cam
                  uri: camera
                  parameters:
                    name: door
                    location: clip.mp4
                  steps:
            """;

    final Path folder;

    Site(Path folder) {
        this.folder = folder;
        try {
            Files.createFile(folder.resolve("clip.mp4")); // that it is there is all that is checked
            Path from = HOME.resolve("routes/people/models");
            try (Stream<Path> all = Files.walk(from)) {
                for (Path path : all.toList()) {
                    Files.copy(path, folder.resolve("models").resolve(from.relativize(path)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is said of one file. */
    String check(String text) {
        return checkFiles(write("site.camel.yaml", text));
    }

    /** What is said of a route from a camera, whose steps begin in line 10. */
    String checkSteps(String steps) {
        return check(CAMERA + steps.indent(8));
    }

    String checkFiles(Path... given) {
        return text(RouteChecker.check(List.of(given), List.of()));
    }

    String text(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n")).replace(folder + "/", "").replace(folder.toString(), ".");
    }

    /** Changes the model's manifest, or any of its files. */
    void change(String file, UnaryOperator<String> change) {
        Path path = folder.resolve("models/people/1.0.0").resolve(file);
        try {
            Files.writeString(path, change.apply(Files.readString(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
