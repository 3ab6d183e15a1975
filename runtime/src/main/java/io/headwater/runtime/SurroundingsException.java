package io.headwater.runtime;

/** Something outside the routes is not as it must be: a port, a disk, a camera, a broker. Its text says what, and what to do. */
final class SurroundingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SurroundingsException(String text, String fix) {
        super("error: " + text + "\n  fix: " + fix);
    }
}
