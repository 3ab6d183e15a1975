package io.headwater.camera;

/** A run of pictures from one opened source.
 *  <p>Ownership: holds native memory until closed.
 *  <p>Threading: one thread. */
interface Pictures extends AutoCloseable {

    /** What {@link #next()} found. */
    enum Next {
        /** A picture, which {@link #picture} gives. */
        PICTURE,
        /** A picture that is no key frame, where only those are wanted. */
        NO_KEY_FRAME,
        /** Data that makes no picture; more may follow. */
        BROKEN,
        /** No more. */
        END
    }

    /** Goes on to the next picture; waits for it. Spends no work on it that can be left until somebody wants it.
     *  <p>Errors: {@link CaptureException} when there will be none. */
    Next next() throws CaptureException;

    /** The picture that {@link #next()} found; once.
     *  <p>Ownership: the caller's. */
    Picture picture();

    /** Presentation time of the picture in nanoseconds, from any origin; {@link Long#MIN_VALUE} where the source tells none. */
    long timeNanos();

    /** How long a picture is shown, in nanoseconds, where time stamps do not tell. */
    long nominalNanos();

    /** Whether it has an end, and so is played by its time stamps. */
    boolean isFinite();

    /** Goes back to the first picture; false when the source must be opened anew for that. */
    boolean rewind();

    @Override
    void close();
}
