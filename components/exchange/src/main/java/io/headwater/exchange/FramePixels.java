package io.headwater.exchange;

import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;
import java.nio.ByteBuffer;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/** A frame's pixels as OpenCV has them.
 *  <p>Ownership: reads under the caller's lease. */
public final class FramePixels {
    static {
        OpenCv.load();
    }

    private FramePixels() {}

    /** The pixels as they lie, without a copy: BGR, gray, or the planes of {@link PixelFormat#I420} one below the other. */
    public static Mat of(Frame frame) {
        return switch (frame.format()) {
            case BGR24 -> new Mat(frame.height(), frame.width(), CvType.CV_8UC3, frame.buffer());
            case GRAY8 -> new Mat(frame.height(), frame.width(), CvType.CV_8UC1, frame.buffer());
            case I420 -> new Mat(frame.height() * 3 / 2, frame.width(), CvType.CV_8UC1, frame.buffer());
        };
    }

    /** Luminance, blue and red difference of a frame that is {@link PixelFormat#I420}, without a copy. */
    public static Mat[] planes(Frame frame) {
        ByteBuffer memory = frame.buffer();
        int luma = frame.width() * frame.height();
        int chroma = luma / 4;
        return new Mat[] {
            new Mat(frame.height(), frame.width(), CvType.CV_8UC1, memory.slice(0, luma)),
            new Mat(frame.height() / 2, frame.width() / 2, CvType.CV_8UC1, memory.slice(luma, chroma)),
            new Mat(frame.height() / 2, frame.width() / 2, CvType.CV_8UC1, memory.slice(luma + chroma, chroma))};
    }

    /** Makes blue, green and red of planes.
     *
     *  @param planes of a frame that is {@link PixelFormat#I420}
     *  @param target of the frame's size, {@code CV_8UC3}; an empty one gets memory of its own */
    public static void colours(Mat planes, Mat target) {
        Imgproc.cvtColor(planes, target, Imgproc.COLOR_YUV2BGR_I420);
    }
}
