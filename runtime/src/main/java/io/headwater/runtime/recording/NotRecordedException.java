package io.headwater.runtime.recording;

/** A recording cannot begin, for a reason that no file is to blame for. Its text says what is wrong and how to mend it. */
public final class NotRecordedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean wrong;

    private NotRecordedException(boolean wrong, String text, String fix) {
        super("error: " + text + "\n  fix: " + fix);
        this.wrong = wrong;
    }

    /** What was asked for is wrong. */
    static NotRecordedException wrong(String text, String fix) {
        return new NotRecordedException(true, text, fix);
    }

    /** A disk, or another recording, does not allow it. */
    static NotRecordedException surroundings(String text, String fix) {
        return new NotRecordedException(false, text, fix);
    }

    /** Whether what was asked for is to blame, and not the surroundings. */
    public boolean isWrong() {
        return wrong;
    }
}
