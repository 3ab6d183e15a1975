package io.headwater.bench;

/** Something that a run needs is not on this machine: exit code 3. */
final class MissingException extends Exception {
    private static final long serialVersionUID = 1;

    MissingException(String what) {
        super(what);
    }
}
