package io.headwater.bench;

import io.headwater.flow.Box;
import io.headwater.flow.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A made scene, whose truth is known: people who walk across a picture, in front of each other, and what a detector would say of them.
 *  <p>Units: pixels of 768 × 576, seconds. */
final class Walkers {
    static final int WIDTH = 768;
    static final int HEIGHT = 576;
    static final double FRAMES_A_SECOND = 10;
    private static final double COME_A_SECOND = 0.35;
    private static final double MISSED = 0.05;
    private static final double TREMBLE = 0.025;
    private static final double GHOSTS_A_FRAME = 0.3;
    private static final double LEAST_SCORE = 0.1;

    private final Random random;
    private final List<Walker> all = new ArrayList<>();
    private long come;
    private int inwards;
    private int outwards;

    Walkers(long seed) {
        random = new Random(seed);
    }

    /** A person in a frame.
     *
     *  @param shown the part that nobody nearer covers, 0–1 */
    record Person(long id, Box box, double shown) {}

    /** One frame: who is there, and what was found of them. */
    record Scene(List<Person> people, List<Detection> found) {}

    private static final class Walker {
        private final long id;
        private double x;
        private double y;
        private final double dx;
        private final double dy;

        Walker(long id, double x, double y, double dx, double dy) {
            this.id = id;
            this.x = x;
            this.y = y;
            this.dx = dx;
            this.dy = dy;
        }

        Box box() {
            double height = 50 + y / 6;
            return new Box((float) (x - 0.2 * height), (float) (y - height), (float) (x + 0.2 * height), (float) y);
        }
    }

    /** How many have crossed the middle from the right of the picture to its left. */
    int inwards() {
        return inwards;
    }

    int outwards() {
        return outwards;
    }

    /** How many have come. */
    long come() {
        return come;
    }

    Scene next() {
        if (random.nextDouble() < COME_A_SECOND / FRAMES_A_SECOND) {
            boolean left = random.nextBoolean();
            double speed = 35 + 55 * random.nextDouble();
            all.add(new Walker(++come, left ? 0 : WIDTH, 180 + 380 * random.nextDouble(), left ? speed : -speed, 16 * (random.nextDouble() - 0.5)));
        }
        for (Walker walker : all) {
            double before = walker.x;
            walker.x += walker.dx / FRAMES_A_SECOND;
            walker.y += walker.dy / FRAMES_A_SECOND;
            inwards += before > WIDTH / 2.0 && walker.x <= WIDTH / 2.0 ? 1 : 0;
            outwards += before <= WIDTH / 2.0 && walker.x > WIDTH / 2.0 ? 1 : 0;
        }
        all.removeIf(walker -> walker.x < 0 || walker.x > WIDTH);
        List<Person> people = all.stream().map(walker -> new Person(walker.id, walker.box(), shown(walker))).toList();
        return new Scene(people, found(people));
    }

    private double shown(Walker walker) {
        Box own = walker.box();
        double covered = 0;
        for (Walker other : all) {
            if (other.y > walker.y) { // nearer
                Box box = other.box();
                double w = Math.min(own.x2(), box.x2()) - Math.max(own.x1(), box.x1());
                double h = Math.min(own.y2(), box.y2()) - Math.max(own.y1(), box.y1());
                covered = Math.max(covered, w > 0 && h > 0 ? w * h / own.area() : 0);
            }
        }
        return 1 - covered;
    }

    private List<Detection> found(List<Person> people) {
        List<Detection> found = new ArrayList<>();
        for (Person person : people) {
            double score = Math.min(0.99, 0.9 * person.shown() + 0.08 * random.nextGaussian());
            if (random.nextDouble() >= MISSED && score >= LEAST_SCORE) {
                found.add(new Detection("person", (float) score, trembling(person.box())));
            }
        }
        for (double left = GHOSTS_A_FRAME; random.nextDouble() < left; left /= 2) {
            float x = WIDTH * random.nextFloat();
            float y = 100 + (HEIGHT - 100) * random.nextFloat();
            found.add(new Detection("person", 0.1f + 0.5f * random.nextFloat(), new Box(x, y - 90, x + 36, y)));
        }
        return found;
    }

    private Box trembling(Box box) {
        double by = TREMBLE * box.height();
        return new Box((float) (box.x1() + by * random.nextGaussian()), (float) (box.y1() + by * random.nextGaussian()), (float) (box.x2() + by * random.nextGaussian()), (float) (box.y2() + by * random.nextGaussian()));
    }
}
