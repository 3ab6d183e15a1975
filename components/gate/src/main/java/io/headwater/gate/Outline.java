package io.headwater.gate;

import io.headwater.flow.Point;
import java.util.ArrayList;
import java.util.List;

/** The corners of a zone or the ends of a line.
 *  <p>Units: 0..1 of the picture's width and height, from its upper left corner. */
record Outline(List<Point> points) {
    static final int MOST_CORNERS = 100;
    static final String ZONE = "must be 3 to " + MOST_CORNERS + " corners x,y, each 0.0–1.0 of the picture, with semicolons between them, whose edges do not cross";
    static final String LINE = "must be two ends x,y, each 0.0–1.0 of the picture, with a semicolon between them";

    /** Reads the corners of a zone.
     *  <p>Errors: {@link IllegalArgumentException}, whose text says what it must be. */
    static Outline zone(String text) {
        Outline zone = of(text, ZONE);
        if (zone.points.size() < 3 || zone.points.size() > MOST_CORNERS || zone.area() == 0 || zone.crossesItself()) {
            throw new IllegalArgumentException(ZONE);
        }
        return zone;
    }

    /** As {@link #zone}, for a line. */
    static Outline line(String text) {
        Outline line = of(text, LINE);
        if (line.points.size() != 2 || line.points.get(0).equals(line.points.get(1))) {
            throw new IllegalArgumentException(LINE);
        }
        return line;
    }

    private static Outline of(String text, String must) {
        List<Point> points = new ArrayList<>();
        for (String part : text.split(";")) {
            String[] xy = part.split(",", -1);
            try {
                Point point = xy.length == 2 ? new Point(Float.parseFloat(xy[0].strip()), Float.parseFloat(xy[1].strip())) : new Point(-1, -1);
                if (point.x() >= 2 || point.y() >= 2) {
                    throw new IllegalArgumentException("which looks like pixels: it " + must + "; divide x by the picture's width and y by its height");
                }
                if (!(point.x() >= 0 && point.x() <= 1 && point.y() >= 0 && point.y() <= 1)) {
                    throw new IllegalArgumentException(must);
                }
                points.add(point);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(must, e);
            }
        }
        return new Outline(List.copyOf(points));
    }

    private double area() {
        double twice = 0;
        for (int i = 0; i < points.size(); i++) {
            Point a = points.get(i);
            Point b = points.get((i + 1) % points.size());
            twice += a.x() * (double) b.y() - b.x() * (double) a.y();
        }
        return Math.abs(twice) / 2;
    }

    private boolean crossesItself() {
        int n = points.size();
        for (int i = 0; i < n; i++) {
            for (int j = i + 2; j < n; j++) {
                if ((j + 1) % n != i && meet(points.get(i), points.get(i + 1), points.get(j), points.get((j + 1) % n))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a point lies in the zone. */
    boolean contains(Point p) {
        boolean inside = false;
        for (int i = 0, j = points.size() - 1; i < points.size(); j = i++) {
            Point a = points.get(i);
            Point b = points.get(j);
            if (a.y() > p.y() != b.y() > p.y() && p.x() < (b.x() - a.x()) * (p.y() - a.y()) / (b.y() - a.y()) + a.x()) {
                inside = !inside;
            }
        }
        return inside;
    }

    /** On which side of the line a point lies, as one sees it who goes along it: above 0 on the right, below 0 on the left. */
    double side(Point p) {
        return side(points.get(0), points.get(1), p);
    }

    /** Whether the way from one point to another meets the line. */
    boolean isMetBy(Point from, Point to) {
        return meet(points.get(0), points.get(1), from, to);
    }

    private static double side(Point a, Point b, Point p) {
        return ((double) b.x() - a.x()) * ((double) p.y() - a.y()) - ((double) b.y() - a.y()) * ((double) p.x() - a.x());
    }

    private static boolean meet(Point a, Point b, Point c, Point d) {
        return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
    }
}
