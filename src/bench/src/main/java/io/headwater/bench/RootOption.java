package io.headwater.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where the project lies. */
final class RootOption {
    @Option(names = "--root", paramLabel = "DIR", description = "The project's folder; default: found from the working folder upwards.")
    private @Nullable Path root;

    Path find() throws MissingException {
        if (root != null) {
            return root.toAbsolutePath();
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("routes/people"))) {
                return at;
            }
        }
        throw new MissingException("no folder from here upwards has routes/people: name the project's folder with --root");
    }

    /** The clip that was asked for, else the demo's. */
    Path clip(@Nullable Path asked) throws MissingException {
        return asked == null ? find().resolve("routes/people/crossing.mp4") : asked.toAbsolutePath();
    }
}
