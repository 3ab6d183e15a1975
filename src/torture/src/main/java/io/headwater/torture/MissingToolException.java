package io.headwater.torture;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that the test stands on is not on this machine. */
final class MissingToolException extends RuntimeException {
    MissingToolException(String program, String debianPackage) {
        super(program + " is not installed\n  fix: apt-get install " + debianPackage);
    }

    /** Whether a program is on the path. */
    static boolean has(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return Files.isExecutable(Path.of("/usr/sbin", program));
    }
}
