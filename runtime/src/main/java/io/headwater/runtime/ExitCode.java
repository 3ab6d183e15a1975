package io.headwater.runtime;

/** What the command tells the shell. */
final class ExitCode {
    static final int DONE = 0;
    /** Failed while running. */
    static final int FAILED = 1;
    /** A route, option or model is wrong. */
    static final int WRONG = 2;
    /** A device, port, broker or disk is not as it must be. */
    static final int SURROUNDINGS = 3;

    private ExitCode() {}
}
