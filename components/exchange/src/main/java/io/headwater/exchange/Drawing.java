package io.headwater.exchange;

import io.headwater.flow.Answer;
import io.headwater.flow.Anomaly;
import io.headwater.flow.Box;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Keypoint;
import io.headwater.flow.Segments;
import io.headwater.flow.Text;
import io.headwater.flow.Values;
import java.util.Locale;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Draws what a model said onto the picture that it saw.
 *  <p>Ownership: changes the caller's picture, which has blue, green and red; keeps nothing. */
public final class Drawing {
    private static final int FONT = Imgproc.FONT_HERSHEY_SIMPLEX;
    private static final Scalar WHITE = new Scalar(255, 255, 255);
    private static final double SHADE = 0.4;

    static {
        OpenCv.load();
    }

    private final Mat picture;
    private final double scale;
    private final int thick;
    private int line;

    private Drawing(Mat picture) {
        this.picture = picture;
        this.scale = Math.max(0.4, Math.min(picture.cols(), picture.rows()) / 1000.0);
        this.thick = Math.max(2, (int) Math.round(scale * 2));
    }

    /** Boxes with labels, scores and keypoints; areas in colour; what is of the whole picture in lines at its top. */
    public static void draw(Mat picture, Answer answer) {
        new Drawing(picture).draw(answer);
    }

    private void draw(Answer answer) {
        switch (answer) {
            case Detections detections -> detections.all().reversed().forEach(this::draw); // the best on top
            case Classes classes -> classes.all().forEach(c -> caption(c.label() + " " + score(c.score()), colour(c.label())));
            case Segments segments -> draw(segments);
            case Text text -> caption(text.text().isEmpty() ? "no text" : text.text() + " " + score(text.score()), colour("text"));
            case Values values -> values.all().forEach(v -> caption(v.name() + " " + String.format(Locale.ROOT, "%.4g", v.value()) + " " + v.unit(), colour(v.name())));
            case Anomaly a -> caption((a.anomalous() ? "anomaly " : "normal ") + String.format(Locale.ROOT, "%.4g of %.4g", a.score(), a.threshold()), colour(a.anomalous() ? "anomaly" : "normal"));
            default -> { } // an embedding and raw tensors have no place in a picture
        }
    }

    private void draw(Detection found) {
        Box box = found.box();
        Scalar colour = colour(found.label());
        Imgproc.rectangle(picture, new Point(box.x1(), box.y1()), new Point(box.x2(), box.y2()), colour, thick);
        for (Keypoint point : found.points()) {
            Imgproc.circle(picture, new Point(point.x(), point.y()), 1 + thick, colour, Imgproc.FILLED);
        }
        write(found.label() + " " + score(found.score()), box.x1(), box.y1(), colour);
    }

    private void draw(Segments segments) {
        if (segments.map().length == 0) {
            return;
        }
        Mat map = new Mat(segments.height(), segments.width(), CvType.CV_8UC3);
        byte[] pixels = new byte[3 * segments.map().length];
        for (int i = 0; i < segments.map().length; i++) {
            Scalar colour = colour(segments.areas().get(segments.map()[i] & 0xff).label());
            for (int c = 0; c < 3; c++) {
                pixels[3 * i + c] = (byte) colour.val[c];
            }
        }
        map.put(0, 0, pixels);
        Mat large = new Mat();
        Imgproc.resize(map, large, new Size(picture.cols(), picture.rows()), 0, 0, Imgproc.INTER_NEAREST);
        Core.addWeighted(large, SHADE, picture, 1 - SHADE, 0, picture);
        map.release();
        large.release();
        segments.areas().stream().filter(a -> a.share() > 0).forEach(a -> caption(a.label() + " " + score(a.share()), colour(a.label())));
    }

    private static String score(double score) {
        return String.format(Locale.ROOT, "%.2f", score);
    }

    private void caption(String text, Scalar colour) {
        int height = (int) Math.ceil(30 * scale) + 4;
        write(text, 0, ++line * height, colour);
    }

    /** A text on a ground of its own, above a place where there is room, else below. OpenCV's letters are ASCII. */
    private void write(String text, double x, double y, Scalar colour) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        int[] base = new int[1];
        Size size = Imgproc.getTextSize(plain, FONT, scale, 1 + thick / 3, base);
        double height = size.height + base[0] + 2;
        double top = y - height < 0 ? y : y - height;
        double left = Math.clamp(x, 0, Math.max(0, picture.cols() - size.width));
        Imgproc.rectangle(picture, new Rect((int) left, (int) top, (int) size.width, (int) height), colour, Imgproc.FILLED);
        Imgproc.putText(picture, plain, new Point(left, top + size.height + 1), FONT, scale, WHITE, 1 + thick / 3, Imgproc.LINE_AA, false);
    }

    /** The same for the same label: full colours, dark enough for white letters. */
    private static Scalar colour(String label) {
        double hue = (label.hashCode() * 0x9E3779B1 >>> 8) / (double) (1 << 24) * 6;
        double[] blueGreenRed = new double[3];
        for (int c = 0; c < 3; c++) {
            double apart = Math.abs((hue + 2 * c) % 6 - 3); // hexagon of hues, each colour a third on
            blueGreenRed[c] = 200 * Math.clamp(apart - 1, 0, 1);
        }
        return new Scalar(blueGreenRed);
    }
}
