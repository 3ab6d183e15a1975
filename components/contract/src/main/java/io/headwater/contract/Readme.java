package io.headwater.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A component's README.md, in the folder that its tests run in. */
record Readme(Path file, String text) {
    private static final String FENCE = "```";

    static Readme here() {
        Path file = Path.of("README.md").toAbsolutePath();
        if (!Files.isReadable(file)) {
            throw new AssertionError("the component has no " + file + ": purpose, one runnable route, options, what it drops and when");
        }
        try {
            return new Readme(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first block that is marked as YAML. */
    String firstRoute() {
        int open = text.indexOf(FENCE + "yaml");
        int start = open < 0 ? -1 : text.indexOf('\n', open) + 1;
        int end = start <= 0 ? -1 : text.indexOf(FENCE, start);
        if (end < 0) {
            throw new AssertionError(file + " has no route in a ```yaml block");
        }
        return text.substring(start, end);
    }
}
