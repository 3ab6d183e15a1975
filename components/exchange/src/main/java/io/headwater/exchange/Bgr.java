package io.headwater.exchange;

import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/** Frames in planes as pictures in blue, green and red. */
public final class Bgr {
    static {
        OpenCv.load();
    }

    private Bgr() {}

    /** Writes the colours of a frame that is {@link PixelFormat#I420}.
     *  <p>Ownership: reads under the caller's lease.
     *
     *  @param target of the frame's size, {@code CV_8UC3}; an empty one gets memory of its own */
    public static void write(Frame frame, Mat target) {
        Mat planes = new Mat(frame.height() * 3 / 2, frame.width(), CvType.CV_8UC1, frame.buffer());
        Imgproc.cvtColor(planes, target, Imgproc.COLOR_YUV2BGR_I420);
        planes.release();
    }
}
