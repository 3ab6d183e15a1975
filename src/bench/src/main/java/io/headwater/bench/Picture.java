package io.headwater.bench;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** A reused buffer for one BGR frame, as both FFmpeg and OpenCV see it.
 *  <p>Ownership: the memory is OpenCV's and freed by {@link #close()}. */
final class Picture implements AutoCloseable {
    private final Mat mat;
    private final PointerPointer<BytePointer> planes;
    private final IntPointer strides;
    private long decoded;

    Picture(int width, int height) {
        mat = new Mat(height, width, CV_8UC3);
        planes = new PointerPointer<BytePointer>(1).put(0, mat.data());
        strides = new IntPointer(1L).put(0, Math.toIntExact(mat.step()));
    }

    Mat mat() {
        return mat;
    }

    PointerPointer<BytePointer> planes() {
        return planes;
    }

    IntPointer strides() {
        return strides;
    }

    /** When it had been decoded, by {@link System#nanoTime()}: where the engine's arrival time is taken, too. */
    long decoded() {
        return decoded;
    }

    void decoded(long nanos) {
        this.decoded = nanos;
    }

    @Override
    public void close() {
        strides.close();
        planes.close();
        mat.close();
    }
}
