package io.headwater.exchange;

import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;

/** Pictures as JPEG, by OpenCV.
 *  <p>Units: quality 1..100, more is larger and truer.
 *  <p>Ownership: reads the frame under the caller's lease; the bytes are a copy. */
final class Jpeg {
    static final int DEFAULT_QUALITY = 90;

    static {
        OpenCv.load();
    }

    private Jpeg() {}

    static byte[] encode(Frame frame, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("JPEG quality is " + quality + ", must be 1–100");
        }
        Mat picture = picture(frame);
        MatOfByte bytes = new MatOfByte();
        MatOfInt settings = new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, quality);
        try {
            if (!Imgcodecs.imencode(".jpg", picture, bytes, settings)) {
                throw new IllegalStateException("OpenCV could not encode " + frame + " as JPEG");
            }
            return bytes.toArray();
        } finally {
            picture.release();
            bytes.release();
            settings.release();
        }
    }

    private static Mat picture(Frame frame) {
        Mat pixels = FramePixels.of(frame);
        if (frame.format() != PixelFormat.I420) {
            return pixels;
        }
        Mat colours = new Mat();
        FramePixels.colours(pixels, colours);
        pixels.release();
        return colours;
    }
}
