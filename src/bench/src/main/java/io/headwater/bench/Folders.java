package io.headwater.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Stream;

/** Folders for the time of a run. */
final class Folders {
    private Folders() {}

    /** A new one, which goes with this process at the latest. */
    static Path temporary() throws IOException {
        Path folder = Files.createTempDirectory("headwater-bench");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> delete(folder)));
        return folder;
    }

    /** Deletes a folder and what is in it, as far as it is there. */
    static void delete(Path folder) {
        try (Stream<Path> paths = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            paths.sorted(Collections.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println(folder + " is left behind: " + e.getMessage());
        }
    }
}
