package io.headwater.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process's memory as Linux counts it.
 *  <p>Units: MB of 10⁶ bytes. */
final class ResidentMemory {

    private ResidentMemory() {}

    static double peakMegabytes() {
        return megabytes("self", "VmHWM:");
    }

    static double megabytes() {
        return megabytes("self", "VmRSS:");
    }

    static double megabytes(long process) {
        return megabytes(Long.toString(process), "VmRSS:");
    }

    static double peakMegabytes(long process) {
        return megabytes(Long.toString(process), "VmHWM:");
    }

    private static double megabytes(String process, String field) {
        Path status = Path.of("/proc", process, "status");
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith(field)) {
                    String kib = line.substring(field.length()).replace("kB", "").strip();
                    return Long.parseLong(kib) * 1024 / 1e6;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(status + " has no " + field);
    }
}
