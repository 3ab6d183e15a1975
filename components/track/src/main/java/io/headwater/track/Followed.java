package io.headwater.track;

import io.headwater.flow.Box;
import io.headwater.flow.Detection;
import io.headwater.flow.Origin;
import io.headwater.flow.Point;
import io.headwater.flow.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One object: where it was, and where it should be by now.
 *  <p>Units: pixels of the original frame, seconds; the aspect is width ÷ height.
 *  <p>Threading: none.
 *  <p>Source: the constant-velocity Kalman filter of SORT and ByteTrack over middle, aspect and height, with its noise, which is in
 *  proportion to the height and stated for each picture; {@value #PICTURES_A_SECOND} pictures are taken for a second. Its matrices couple each
 *  quantity with its own velocity only, so that four filters of two states are the same filter. */
final class Followed {
    private static final double PICTURES_A_SECOND = 30;
    private static final double POSITION = 1.0 / 20;
    private static final double VELOCITY = PICTURES_A_SECOND / 160;
    private static final double ASPECT = 0.01;
    private static final double ASPECT_VELOCITY = PICTURES_A_SECOND * 1e-5;
    private static final double ASPECT_MEASURED = 0.1;

    private final String label;
    private final Instant firstSeen;
    private final int pathLength;
    private final Motion x;
    private final Motion y;
    private final Motion aspect;
    private final Motion height;
    private final ArrayDeque<Point> path = new ArrayDeque<>();
    private Instant lastSeen;
    private boolean found = true;
    private int hits = 1;
    private long id;

    Followed(Detection begun, Instant at, int pathLength) {
        this.label = begun.label();
        this.firstSeen = at;
        this.lastSeen = at;
        this.pathLength = pathLength;
        Box box = begun.box();
        double h = heightOf(box);
        this.x = new Motion((box.x1() + box.x2()) / 2.0, 2 * POSITION * h, 10 * VELOCITY * h);
        this.y = new Motion((box.y1() + box.y2()) / 2.0, 2 * POSITION * h, 10 * VELOCITY * h);
        this.aspect = new Motion(box.width() / h, ASPECT, ASPECT_VELOCITY);
        this.height = new Motion(h, 2 * POSITION * h, 10 * VELOCITY * h);
        step(box);
    }

    private static double heightOf(Box box) {
        return Math.max(1, box.height());
    }

    String label() {
        return label;
    }

    Instant lastSeen() {
        return lastSeen;
    }

    int hits() {
        return hits;
    }

    /** Whether it has an id. */
    boolean isConfirmed() {
        return id > 0;
    }

    void confirm(long given) {
        id = given;
    }

    /** Whether it has been found in the picture that it was last {@link #move moved} to. */
    boolean isFound() {
        return found;
    }

    boolean wasSeen(@Nullable Origin in) {
        return in != null && lastSeen.equals(in.eventTime());
    }

    /** Goes on to the time of the next picture. */
    void move(double seconds) {
        if (!found) {
            height.stand();
        }
        double h = Math.max(1, height.position());
        double pictures = Math.sqrt(seconds * PICTURES_A_SECOND);
        double position = POSITION * h * pictures;
        double velocity = VELOCITY * h * pictures;
        x.move(seconds, position, velocity);
        y.move(seconds, position, velocity);
        aspect.move(seconds, ASPECT * pictures, ASPECT_VELOCITY * pictures);
        height.move(seconds, position, velocity);
        found = false;
    }

    /** Where it should be. */
    Box expected() {
        double h = Math.max(1, height.position());
        double w = Math.max(1, aspect.position() * h);
        return new Box((float) (x.position() - w / 2), (float) (y.position() - h / 2), (float) (x.position() + w / 2), (float) (y.position() + h / 2));
    }

    /** Where it is. */
    void found(Detection again, Instant at) {
        Box box = again.box();
        double noise = POSITION * Math.max(1, height.position());
        double h = heightOf(box);
        x.correct((box.x1() + box.x2()) / 2.0, noise);
        y.correct((box.y1() + box.y2()) / 2.0, noise);
        aspect.correct(box.width() / h, ASPECT_MEASURED);
        height.correct(h, noise);
        lastSeen = at;
        found = true;
        hits++;
        step(box);
    }

    private void step(Box box) {
        if (pathLength > 0) {
            if (path.size() == pathLength) {
                path.removeFirst();
            }
            path.addLast(new Point((box.x1() + box.x2()) / 2, box.y2()));
        }
    }

    Track track(Instant at) {
        return new Track(id, Duration.between(firstSeen, at), (float) Math.hypot(x.velocity(), y.velocity()), List.copyOf(path));
    }
}
