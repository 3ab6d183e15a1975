package io.headwater.camera;

import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.View;

/** A run of pictures from one opened source.
 *  <p>Ownership: holds native memory until closed.
 *  <p>Threading: one thread. */
interface Pictures extends AutoCloseable {

    /** What {@link #next()} found. */
    enum Next {
        /** A picture, which {@link #copyTo} gives. */
        PICTURE,
        /** Data that makes no picture; more may follow. */
        BROKEN,
        /** No more. */
        END
    }

    /** Goes on to the next picture; waits for it.
     *  <p>Errors: {@link CaptureException} when there will be none. */
    Next next() throws CaptureException;

    int width();

    int height();

    /** Presentation time of the picture in nanoseconds, from any origin; {@link Long#MIN_VALUE} where the source tells none. */
    long timeNanos();

    /** How long a picture is shown, in nanoseconds, where time stamps do not tell. */
    long nominalNanos();

    /** Whether it has an end, and so is played by its time stamps. */
    boolean isFinite();

    /** The format of a frame that is to take the picture. */
    PixelFormat format();

    /** Writes the picture into a frame of its size and format.
     *  <p>Errors: {@link CaptureException} when the picture's format cannot be turned into BGR. */
    void copyTo(Frame frame) throws CaptureException;

    /** Goes back to the first picture; false when the source must be opened anew for that. */
    boolean rewind();

    default View view() {
        return View.whole(width(), height());
    }

    @Override
    void close();
}
