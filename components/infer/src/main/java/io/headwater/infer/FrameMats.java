package io.headwater.infer;

import io.headwater.exchange.FramePixels;
import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.opencv.core.Mat;

/** Frames as OpenCV's matrices in BGR or gray, without a copy where their pixels lie so already; else they get their colours here,
 *  and not before: a frame that is shed costs no conversion, and one that waits takes half the memory. A pool hands out the same
 *  memory again and again, so the matrices are kept by address: nothing is made a frame, and nothing is left to finalizers, which
 *  a native executable does not have.
 *  <p>Ownership: matrices own no pixels, but the one with colours made here, which the next frame overwrites and {@link #close()} frees;
 *  one that outlives its frame is never read.
 *  <p>Threading: one a worker. */
final class FrameMats implements AutoCloseable {
    private static final int KEPT = 64;

    private final long[] addresses = new long[KEPT];
    private final Mat[] mats = new Mat[KEPT];
    private final Mat[] @Nullable [] planes = new Mat[KEPT][];
    private final Mat colours = new Mat();
    private int width;
    private int height;
    private PixelFormat format = PixelFormat.BGR24;
    private int next;

    /** The frame's pixels; valid while its lease is held. */
    Mat of(Frame frame) {
        Mat pixels = mats[slot(frame)];
        if (frame.format() == PixelFormat.I420) {
            FramePixels.colours(pixels, colours);
            return colours;
        }
        return pixels;
    }

    /** The planes of a frame that is {@link PixelFormat#I420}, each by itself; valid while its lease is held. */
    Mat[] planes(Frame frame) {
        int slot = slot(frame);
        Mat[] known = planes[slot];
        if (known == null) {
            known = FramePixels.planes(frame);
            planes[slot] = known;
        }
        return known;
    }

    private int slot(Frame frame) {
        if (frame.width() != width || frame.height() != height || frame.format() != format) {
            java.util.Arrays.fill(addresses, 0);
            width = frame.width();
            height = frame.height();
            format = frame.format();
        }
        MemorySegment pixels = frame.pixels();
        long address = pixels.address();
        for (int i = 0; i < KEPT; i++) {
            if (addresses[i] == address) {
                return i;
            }
        }
        int slot = next;
        mats[slot] = FramePixels.of(frame);
        planes[slot] = null;
        addresses[slot] = address;
        next = (next + 1) % KEPT;
        return slot;
    }

    @Override
    public void close() {
        colours.release();
    }
}
