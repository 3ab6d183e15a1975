package io.headwater.track;

import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The objects of one camera, followed by two associations a picture: what scores high goes to the objects that are near where it lies,
 *  those that were lost included; what scores low then goes to objects of the picture before that found none, since an object that
 *  becomes hidden scores low before it is gone. Boxes of different labels are never of one object.
 *  <p>Time is event time: an object is expected where its movement takes it until then, however many pictures were missed.
 *  <p>Bounds: of a picture the best {@value #MOST_FOUND} findings; {@value #MOST_LOST} lost objects, those first lost go first.
 *  <p>Threading: none.
 *  <p>Source: ByteTrack, Zhang et al., ECCV 2022, arXiv:2110.06864. As there, the second association takes objects that were seen in the
 *  picture before, weak findings overlap by a half at least, and one that is new must be found again in the next picture (there, not in the first). Otherwise
 *  than in its authors' code, similarity is overlap alone, not multiplied by the score; an object begins at {@code highScore}, not 0.1
 *  above it; and time is event time instead of a count of pictures. */
final class CameraTracks {
    static final int MOST_FOUND = 500;
    static final int MOST_LOST = 500;
    private static final double WEAK_IOU = 0.5;
    /** Pictures no further apart follow each other, however short the memory is. */
    private static final Duration IN_A_ROW = Duration.ofSeconds(1);

    private final Settings settings;
    private List<Followed> objects = new ArrayList<>();
    private long ids;
    private @Nullable Origin last;

    CameraTracks(Settings settings) {
        this.settings = settings;
    }

    /** As {@link Tracker#follow}. A picture that is older than the last by more than {@code maxLost}, or of a new start of the camera, is
     *  no late one: the camera's clock was set back, or a recording began again, and all objects are given up. */
    @Nullable Detections follow(Origin origin, Detections found) {
        Instant at = origin.eventTime();
        Origin before = last;
        if (before != null && (at.isBefore(before.eventTime().minus(settings.maxLost())) || origin.epoch() != before.epoch())) {
            objects = new ArrayList<>();
        } else if (before != null && at.isBefore(before.eventTime())) {
            return null;
        }
        last = origin;
        boolean inARow = before != null && !at.isAfter(before.eventTime().plus(IN_A_ROW));
        objects.removeIf(o -> o.lastSeen().plus(settings.maxLost()).isBefore(at) && !(inARow && o.wasSeen(before)));
        double seconds = before == null ? 0 : Math.max(0, Duration.between(before.eventTime(), at).toNanos() / 1e9);
        objects.forEach(o -> o.move(seconds));

        List<Detection> all = found.all().size() > MOST_FOUND ? found.all().subList(0, MOST_FOUND) : found.all();
        @Nullable Followed[] of = new Followed[all.size()];
        double iou = settings.minIou();
        associate(all, of, d -> d.score() >= settings.highScore(), Followed::isConfirmed, iou, at);
        associate(all, of, d -> d.score() >= settings.lowScore() && d.score() < settings.highScore(), o -> o.isConfirmed() && o.wasSeen(before), Math.max(iou, WEAK_IOU), at);
        associate(all, of, d -> d.score() >= settings.highScore(), o -> !o.isConfirmed(), iou, at);
        for (int d = 0; d < of.length; d++) {
            if (of[d] == null && all.get(d).score() >= settings.highScore()) {
                Followed begun = new Followed(all.get(d), at, settings.pathLength());
                objects.add(begun);
                of[d] = begun;
            }
        }
        objects.removeIf(o -> !o.isConfirmed() && !o.lastSeen().equals(at));
        for (Followed o : objects) {
            if (!o.isConfirmed() && o.hits() >= settings.minHits()) {
                o.confirm(++ids);
            }
        }
        forgetMany(at);
        return answer(found, all, of, at);
    }

    private void associate(List<Detection> all, @Nullable Followed[] of, Predicate<Detection> these, Predicate<Followed> to, double iou, Instant at) {
        List<Integer> open = new ArrayList<>();
        for (int d = 0; d < of.length; d++) {
            if (of[d] == null && these.test(all.get(d))) {
                open.add(d);
            }
        }
        List<Followed> candidates = objects.stream().filter(o -> !o.isFound() && to.test(o)).toList();
        if (open.isEmpty() || candidates.isEmpty()) {
            return;
        }
        double[][] cost = new double[candidates.size()][open.size()];
        for (int o = 0; o < candidates.size(); o++) {
            for (int d = 0; d < open.size(); d++) {
                Detection one = all.get(open.get(d));
                cost[o][d] = candidates.get(o).label().equals(one.label()) ? 1 - candidates.get(o).expected().iou(one.box()) : Assignment.NEVER;
            }
        }
        int[] match = Assignment.of(cost, 1 - iou);
        for (int o = 0; o < match.length; o++) {
            if (match[o] >= 0) {
                int d = open.get(match[o]);
                of[d] = candidates.get(o);
                candidates.get(o).found(all.get(d), at);
            }
        }
    }

    private void forgetMany(Instant at) {
        List<Followed> lost = objects.stream().filter(o -> !o.lastSeen().equals(at)).sorted(Comparator.comparing(Followed::lastSeen)).toList();
        if (lost.size() > MOST_LOST) {
            objects.removeAll(lost.subList(0, lost.size() - MOST_LOST));
        }
    }

    private static Detections answer(Detections found, List<Detection> all, @Nullable Followed[] of, Instant at) {
        List<Detection> followed = new ArrayList<>();
        for (int d = 0; d < of.length; d++) {
            Followed object = of[d];
            if (object != null && object.isConfirmed()) {
                followed.add(all.get(d).of(object.track(at)));
            }
        }
        return new Detections(followed, found.places());
    }
}
