package io.headwater.infer;

import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;
import java.lang.foreign.MemorySegment;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/** Frames as OpenCV's matrices, without a copy. A pool hands out the same memory again and again, so the matrices are kept by
 *  address: nothing is made a frame, and nothing is left to finalizers, which a native executable does not have.
 *  <p>Ownership: matrices own no pixels; one that outlives its frame is never read.
 *  <p>Threading: one a worker. */
final class FrameMats {
    private static final int KEPT = 64;

    private final long[] addresses = new long[KEPT];
    private final Mat[] mats = new Mat[KEPT];
    private int width;
    private int height;
    private PixelFormat format = PixelFormat.BGR24;
    private int next;

    /** The frame's pixels; valid while its lease is held. */
    Mat of(Frame frame) {
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
                return mats[i];
            }
        }
        Mat mat = new Mat(height, width, format == PixelFormat.BGR24 ? CvType.CV_8UC3 : CvType.CV_8UC1, frame.buffer());
        mats[next] = mat;
        addresses[next] = address;
        next = (next + 1) % KEPT;
        return mat;
    }
}
