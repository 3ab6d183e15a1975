package io.headwater.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This process's memory as Linux counts it.
 *  <p>Units: MB of 10⁶ bytes. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    static double peakMegabytes() {
        return megabytes("VmHWM:");
    }

    static double megabytes() {
        return megabytes("VmRSS:");
    }

    private static double megabytes(String field) {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(field)) {
                    String kib = line.substring(field.length()).replace("kB", "").strip();
                    return Long.parseLong(kib) * 1024 / 1e6;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(STATUS + " has no " + field);
    }
}
