package io.headwater.exchange;

import io.headwater.flow.Answer;
import io.headwater.flow.Anomaly;
import io.headwater.flow.Box;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Keypoint;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.Place;
import io.headwater.flow.Segments;
import io.headwater.flow.Text;
import io.headwater.flow.Track;
import io.headwater.flow.Values;
import io.headwater.flow.View;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
    /** Along the longer side of what is made unrecognizable. */
    private static final double FIELDS = 6;

    static {
        OpenCv.load();
    }

    private final Mat picture;
    private final double scale;
    private final int thick;
    private int line;

    private final Style style;
    private final View view;

    /** What is drawn.
     *
     *  @param labels those that are; empty for all
     *  @param blurred labels whose boxes are made unrecognizable
     *  @param boxes whether boxes, keypoints, areas and words are */
    public record Style(List<String> labels, List<String> blurred, boolean boxes, boolean scores, boolean paths, boolean places) {
        static final Style ALL = new Style(List.of(), List.of(), true, true, true, true);

        public Style {
            labels = List.copyOf(labels);
            blurred = List.copyOf(blurred);
        }

        private boolean draws(String label) {
            return boxes && (labels.isEmpty() || labels.contains(label));
        }
    }

    private Drawing(Mat picture, View view, Style style) {
        this.view = view;
        this.style = style;
        this.picture = picture;
        this.scale = Math.max(0.4, Math.min(picture.cols(), picture.rows()) / 1000.0);
        this.thick = Math.max(2, (int) Math.round(scale * 2));
    }

    /** Boxes with labels, scores and keypoints; areas in colour; what is of the whole picture in lines at its top. */
    public static void draw(Mat picture, Answer answer) {
        new Drawing(picture, View.whole(picture.cols(), picture.rows()), Style.ALL).draw(answer);
    }

    /** A frame's picture with what was said of it, in a new frame of blue, green and red; null when the pool has no room now.
     *  <p>Ownership: the caller holds the new frame's lease, and keeps its own on the old one. */
    public static @Nullable Frame drawn(Frame frame, Answer answer, Style style, FramePool pool) {
        Frame copy = pool.tryTake(frame.origin(), frame.width(), frame.height(), PixelFormat.BGR24, frame.view());
        if (copy == null) {
            return null;
        }
        Mat from = FramePixels.of(frame);
        Mat to = FramePixels.of(copy);
        try {
            switch (frame.format()) {
                case BGR24 -> from.copyTo(to);
                case GRAY8 -> Imgproc.cvtColor(from, to, Imgproc.COLOR_GRAY2BGR);
                case I420 -> FramePixels.colours(from, to);
            }
            new Drawing(to, frame.view(), style).draw(answer);
            return copy;
        } catch (RuntimeException e) {
            copy.release();
            throw e;
        } finally {
            from.release();
            to.release();
        }
    }

    /** Where a place of the original lies in this picture. */
    private Point at(double x, double y) {
        return new Point((x - view.x()) * picture.cols() / view.width(), (y - view.y()) * picture.rows() / view.height());
    }

    /** The same of a place in 0..1 of the original. */
    private Point within(io.headwater.flow.Point place) {
        return at(place.x() * view.originalWidth(), place.y() * view.originalHeight());
    }

    private void draw(Answer answer) {
        switch (answer) {
            case Detections detections -> {
                detections.all().stream().filter(found -> style.blurred.contains(found.label())).forEach(found -> blur(found.box())); // before anything is drawn
                if (style.places) {
                    detections.places().forEach(this::draw);
                }
                detections.all().reversed().forEach(this::draw); // the best on top
            }
            case Answer hidden when !style.boxes -> { }
            case Classes classes -> classes.all().stream().filter(c -> style.draws(c.label())).forEach(c -> caption(c.label() + " " + score(c.score()), colour(c.label())));
            case Segments segments -> draw(segments);
            case Text text -> caption(text.text().isEmpty() ? "no text" : text.text() + " " + score(text.score()), colour("text"));
            case Values values -> values.all().forEach(v -> caption(v.name() + " " + String.format(Locale.ROOT, "%.4g", v.value()) + " " + v.unit(), colour(v.name())));
            case Anomaly a -> caption((a.anomalous() ? "anomaly " : "normal ") + String.format(Locale.ROOT, "%.4g of %.4g", a.score(), a.threshold()), colour(a.anomalous() ? "anomaly" : "normal"));
            default -> { } // an embedding and raw tensors have no place in a picture
        }
    }

    private void draw(Detection found) {
        Box box = found.box();
        Track track = found.track();
        Scalar colour = colour(found.label());
        if (style.paths && track != null && (style.labels.isEmpty() || style.labels.contains(found.label()))) {
            for (int i = 1; i < track.path().size(); i++) {
                Imgproc.line(picture, at(track.path().get(i - 1).x(), track.path().get(i - 1).y()), at(track.path().get(i).x(), track.path().get(i).y()), colour, thick, Imgproc.LINE_AA);
            }
        }
        if (!style.draws(found.label())) {
            return;
        }
        Imgproc.rectangle(picture, at(box.x1(), box.y1()), at(box.x2(), box.y2()), colour, thick);
        for (Keypoint point : found.points()) {
            Imgproc.circle(picture, at(point.x(), point.y()), 1 + thick, colour, Imgproc.FILLED);
        }
        Point corner = at(box.x1(), box.y1());
        write(found.label() + (track == null ? "" : " " + track.id()) + (style.scores ? " " + score(found.score()) : ""), corner.x, corner.y, colour);
    }

    /** A few fields of one colour each: nothing finer is left. */
    private void blur(Box box) {
        Point from = at(box.x1(), box.y1());
        Point to = at(box.x2(), box.y2());
        int left = (int) Math.clamp(Math.floor(from.x), 0, picture.cols());
        int top = (int) Math.clamp(Math.floor(from.y), 0, picture.rows());
        int width = (int) Math.clamp(Math.ceil(to.x), 0, picture.cols()) - left;
        int height = (int) Math.clamp(Math.ceil(to.y), 0, picture.rows()) - top;
        if (width <= 0 || height <= 0) {
            return;
        }
        Mat part = picture.submat(top, top + height, left, left + width);
        Mat small = new Mat();
        double most = Math.max(width, height);
        Imgproc.resize(part, small, new Size(Math.max(1, Math.round(FIELDS * width / most)), Math.max(1, Math.round(FIELDS * height / most))), 0, 0, Imgproc.INTER_AREA);
        Imgproc.resize(small, part, part.size(), 0, 0, Imgproc.INTER_NEAREST);
        small.release();
        part.release();
    }

    private void draw(Place place) {
        Scalar colour = colour(place.name());
        List<io.headwater.flow.Point> outline = place.outline();
        for (int i = 1; i <= outline.size(); i++) {
            if (i < outline.size() || place instanceof Place.Zone) {
                Imgproc.line(picture, within(outline.get(i - 1)), within(outline.get(i % outline.size())), colour, thick, Imgproc.LINE_AA);
            }
        }
        String said = switch (place) {
            case Place.Zone zone -> " " + zone.inside().size();
            case Place.Line line -> line.crossings().stream().map(c -> " " + c.direction().name().toLowerCase(Locale.ROOT) + " " + c.track()).collect(Collectors.joining());
        };
        Point first = within(outline.getFirst());
        write(place.name() + said, first.x, first.y, colour);
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
        segments.areas().stream().filter(a -> a.share() > 0 && style.draws(a.label())).forEach(a -> caption(a.label() + " " + score(a.share()), colour(a.label())));
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
