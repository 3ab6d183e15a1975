package io.headwater.torture;

/** A program that the test stands on is not on this machine. */
final class MissingToolException extends RuntimeException {
    MissingToolException(String program, String debianPackage) {
        super(program + " is not installed\n  fix: apt-get install " + debianPackage);
    }

    /** Whether a program is on the path. */
    static boolean has(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator)) {
            if (java.nio.file.Files.isExecutable(java.nio.file.Path.of(folder, program))) {
                return true;
            }
        }
        return java.nio.file.Files.isExecutable(java.nio.file.Path.of("/usr/sbin", program));
    }
}
