package io.headwater.infer;

import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Brings a picture to the size of the model's input, in 8 bits, with OpenCV's bilinear resize.
 *  <p>Ownership: the result is reused by the next call, or is the picture itself where it has the size already; freed by
 *  {@link #close()}.
 *  <p>Source: as OpenCV's {@code blobFromImage} with and without {@code crop}; letterboxing centres the picture. */
final class Fitting implements AutoCloseable {
    private final ModelInput input;
    private final Size size;
    private final Mat fitted = new Mat();
    private final Mat enlarged = new Mat();
    private Mat part = fitted;
    private Placement placement = Placement.WHOLE;
    private int width;
    private int height;
    private int type = -1;

    Fitting(ModelInput input) {
        this.input = input;
        this.size = new Size(input.width(), input.height());
    }

    /** Where the input of the last picture lies in it. */
    Placement placement() {
        return placement;
    }

    Mat fit(Mat picture, int pictureWidth, int pictureHeight, int pictureType) {
        boolean changed = pictureWidth != width || pictureHeight != height || pictureType != type;
        width = pictureWidth;
        height = pictureHeight;
        type = pictureType;
        if (width == input.width() && height == input.height()) {
            placement = Placement.WHOLE;
            return picture;
        }
        return switch (input.fit()) {
            case STRETCH -> stretch(picture);
            case LETTERBOX -> letterbox(picture, changed);
            case CROP -> crop(picture, changed);
        };
    }

    private Mat stretch(Mat picture) {
        Imgproc.resize(picture, fitted, size, 0, 0, Imgproc.INTER_LINEAR);
        return fitted;
    }

    private Mat letterbox(Mat picture, boolean changed) {
        if (changed) {
            double ratio = Math.min((double) input.width() / width, (double) input.height() / height);
            int w = Math.clamp(Math.round(width * ratio), 1, input.width());
            int h = Math.clamp(Math.round(height * ratio), 1, input.height());
            int left = (input.width() - w) / 2;
            int top = (input.height() - h) / 2;
            fitted.create(input.height(), input.width(), type);
            fitted.setTo(Scalar.all(input.pad()));
            part = fitted.submat(top, top + h, left, left + w);
            placement = new Placement(0.0 - (double) left / w, 0.0 - (double) top / h, (double) input.width() / w, (double) input.height() / h);
        }
        Imgproc.resize(picture, part, part.size(), 0, 0, Imgproc.INTER_LINEAR);
        return fitted;
    }

    private Mat crop(Mat picture, boolean changed) {
        float ratio = Math.max((float) input.width() / width, (float) input.height() / height); // float, as OpenCV has it
        Imgproc.resize(picture, enlarged, new Size(), ratio, ratio, Imgproc.INTER_LINEAR);
        if (changed) {
            int w = enlarged.cols();
            int h = enlarged.rows();
            int left = (int) (0.5 * (w - input.width()));
            int top = (int) (0.5 * (h - input.height()));
            part = enlarged.submat(top, top + input.height(), left, left + input.width());
            placement = new Placement((double) left / w, (double) top / h, (double) input.width() / w, (double) input.height() / h);
        }
        return part;
    }

    static int type(int channels) {
        return CvType.CV_8UC(channels);
    }

    @Override
    public void close() {
        part.release();
        fitted.release();
        enlarged.release();
    }
}
