package io.headwater.bench;

import java.util.List;

/** How fast something grows: the straight line of least squares through its points. */
final class Slope {
    private Slope() {}

    /** One measurement. */
    record Point(double x, double y) {}

    static double ofLastHalf(List<Point> points) {
        return of(points.subList(points.size() / 2, points.size()));
    }

    /** Rise of y for one of x.
     *  <p>Errors: {@link IllegalArgumentException} for less than two different x. */
    static double of(List<Point> points) {
        double n = points.size();
        double meanX = points.stream().mapToDouble(Point::x).sum() / n;
        double meanY = points.stream().mapToDouble(Point::y).sum() / n;
        double square = 0;
        double product = 0;
        for (Point p : points) {
            square += (p.x - meanX) * (p.x - meanX);
            product += (p.x - meanX) * (p.y - meanY);
        }
        if (!(square > 0)) {
            throw new IllegalArgumentException("a slope needs two different points, there are " + points.size());
        }
        return product / square;
    }
}
