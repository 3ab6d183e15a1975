package io.headwater.infer;

import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Makes the colours of a frame in planes for a model that wants it at half its size: chroma has that size already, so colours are made
 *  for the model's pixels alone, and each as a plane of its own.
 *  <p>Shape: blue, green and red of the model's size, one byte each. Within 2 of colours made first and scaled then, where no colour
 *  is cut at 0 or 255.
 *  <p>Ownership: the result is overwritten by the next frame, and freed by {@link #close()}.
 *  <p>Threading: one a worker.
 *  <p>Source: ITU-R BT.601, limited range. */
final class HalfSize implements AutoCloseable {
    private static final double LUMA = 255 / 219.0;
    private static final double BLUE = 255 / 224.0 * 1.772;
    private static final double RED = 255 / 224.0 * 1.402;
    private static final double GREEN_OF_BLUE = -BLUE * 0.114 / 0.587;
    private static final double GREEN_OF_RED = -RED * 0.299 / 0.587;
    private static final double BLACK = 16 * LUMA;
    private static final double ZERO = 128;

    private final Size size;
    private final Mat luma = new Mat();
    private final Mat brightness = new Mat();
    private final Mat tint = new Mat();
    private final Mat all = new Mat();
    private final Mat[] colours = {new Mat(), new Mat(), new Mat()};

    HalfSize(ModelInput input) {
        size = new Size(input.width(), input.height());
    }

    /** @param planes luminance, blue and red difference of a frame of twice the size */
    Mat[] colours(Mat[] planes) {
        Mat blue = planes[1];
        Mat red = planes[2];
        Imgproc.resize(planes[0], luma, size, 0, 0, Imgproc.INTER_LINEAR);
        Core.addWeighted(luma, LUMA, blue, BLUE, -BLACK - BLUE * ZERO, colours[0]);
        Core.addWeighted(luma, LUMA, red, RED, -BLACK - RED * ZERO, colours[2]);
        Core.addWeighted(blue, GREEN_OF_BLUE, red, GREEN_OF_RED, -BLACK - (GREEN_OF_BLUE + GREEN_OF_RED) * ZERO, tint, CvType.CV_16S);
        luma.convertTo(brightness, CvType.CV_16S, LUMA, 0);
        Core.add(tint, brightness, colours[1], all, CvType.CV_8U);
        return colours;
    }

    @Override
    public void close() {
        luma.release();
        brightness.release();
        tint.release();
        for (Mat colour : colours) {
            colour.release();
        }
    }
}
