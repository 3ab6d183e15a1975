package io.headwater.exchange;

import io.headwater.flow.Frame;
import org.opencv.core.CvType;
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
        Mat picture = switch (frame.format()) {
            case BGR24 -> new Mat(frame.height(), frame.width(), CvType.CV_8UC3, frame.buffer());
            case GRAY8 -> new Mat(frame.height(), frame.width(), CvType.CV_8UC1, frame.buffer());
            case I420 -> {
                Mat colours = new Mat();
                Bgr.write(frame, colours);
                yield colours;
            }
        };
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
}
