package io.headwater.camera;

import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;

/** One picture of a source, on which no more work was spent than had to be: it may not be decoded yet, and is in no frame.
 *  <p>Ownership: holds native memory until closed; outlives what it came from.
 *  <p>Threading: one thread at a time. */
interface Picture extends AutoCloseable {

    /** Bytes that it holds. */
    long bytes();

    /** Decodes it, if it is not; false where it is broken. Before, its size and format are not known. */
    boolean decode();

    int width();

    int height();

    /** The format of a frame that is to take the picture. */
    PixelFormat format();

    /** Writes the picture into a frame of its size and format.
     *  <p>Errors: {@link CaptureException} when the picture's format cannot be turned into BGR. */
    void copyTo(Frame frame) throws CaptureException;

    @Override
    void close();
}
