package io.headwater.camera;

import java.io.IOException;

/** A source cannot be opened or read on. The text holds no credentials. */
final class CaptureException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why. */
    enum Cause {
        /** It is not there, or refuses. */
        UNREACHABLE,
        /** It is there, but is no video. */
        UNREADABLE,
        /** It was open and gave nothing for too long. */
        STALLED,
        /** It was open and broke off. */
        LOST,
        /** The camera was told to stop. */
        STOPPED
    }

    private final Cause reason;

    CaptureException(Cause reason, String text) {
        super(Location.redacted(text));
        this.reason = reason;
    }

    Cause reason() {
        return reason;
    }
}
