package io.headwater.infer;

import io.headwater.flow.Anomaly;
import io.headwater.flow.Answer;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Embedding;
import io.headwater.flow.Segments;
import io.headwater.flow.Tensors;
import io.headwater.flow.Text;
import io.headwater.flow.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether two answers about the same picture agree, as those of another box or engine do. */
public final class Agreement {
    /** How far two boxes of one thing must overlap. */
    public static final double IOU = 0.9;
    /** How far two scores may lie apart; other numbers by this share. */
    public static final double APART = 0.05;
    private static final double SAME_PLACES = 0.98;
    /** How far the boxes of two versions must overlap to be of one thing. */
    private static final double ONE_THING = 0.5;

    /** How much of two answers is the same. Added up over many pictures, {@code same / of} is the F1 score of boxes that overlap by half or
     *  more and have one label; for other answers it is the share of pictures, of places or of numbers that agree.
     *
     *  @param of 0 where neither says anything */
    record Share(double same, double of) {}

    static Share share(Answer one, Answer other) {
        if (one.getClass() != other.getClass()) {
            return new Share(0, 1);
        }
        return switch (one) {
            case Detections e -> boxes(e.all(), ((Detections) other).all());
            case Classes e -> e.all().isEmpty() && ((Classes) other).all().isEmpty() ? new Share(0, 0) : agreed(!e.all().isEmpty() && !((Classes) other).all().isEmpty()
                    && e.all().getFirst().label().equals(((Classes) other).all().getFirst().label()));
            case Text e -> e.text().isEmpty() && ((Text) other).text().isEmpty() ? new Share(0, 0) : agreed(e.text().equals(((Text) other).text()));
            case Anomaly e -> agreed(e.score() > e.threshold() == ((Anomaly) other).score() > ((Anomaly) other).threshold());
            case Values e -> agreed(difference(e, (Values) other) == null);
            case Embedding e -> new Share(Math.max(0, cosine(e.vector(), ((Embedding) other).vector())), 1);
            case Segments e -> places(e, (Segments) other);
            case Tensors e -> agreed(difference(e, (Tensors) other) == null);
        };
    }

    private static Share agreed(boolean yes) {
        return new Share(yes ? 1 : 0, 1);
    }

    private static Share boxes(List<Detection> one, List<Detection> other) {
        List<Detection> left = new ArrayList<>(other);
        int pairs = 0;
        for (Detection d : one) {
            Detection best = null;
            for (Detection l : left) {
                if (l.label().equals(d.label()) && l.box().iou(d.box()) >= ONE_THING && (best == null || l.box().iou(d.box()) > best.box().iou(d.box()))) {
                    best = l;
                }
            }
            if (best != null) {
                left.remove(best);
                pairs++;
            }
        }
        return new Share(2.0 * pairs, one.size() + other.size());
    }

    private static Share places(Segments one, Segments other) {
        if (one.width() != other.width() || one.height() != other.height()) {
            return new Share(0, 1);
        }
        int same = 0;
        for (int i = 0; i < one.map().length; i++) {
            same += one.map()[i] == other.map()[i] ? 1 : 0;
        }
        return new Share(same / (double) Math.max(1, one.map().length), 1);
    }

    private Agreement() {}

    /** The first difference in words; empty where there is none.
     *
     *  @param expected the answer that is right
     *  @param minScore the least score of both; what scores hardly more may be missed in the one or the other */
    public static Optional<String> difference(Answer expected, Answer actual, double minScore) {
        if (expected.getClass() != actual.getClass()) {
            return Optional.of("the answer is " + actual.getClass().getSimpleName() + ", must be " + expected.getClass().getSimpleName());
        }
        return Optional.ofNullable(switch (expected) {
            case Detections e -> difference(e, (Detections) actual, minScore + APART);
            case Classes e -> difference(e, (Classes) actual);
            case Text e -> e.text().equals(((Text) actual).text()) ? null : "it reads \"" + ((Text) actual).text() + "\", must read \"" + e.text() + "\"";
            case Anomaly e -> number("the anomaly's score", e.score(), ((Anomaly) actual).score());
            case Values e -> difference(e, (Values) actual);
            case Embedding e -> cosine(e.vector(), ((Embedding) actual).vector()) >= 1 - APART ? null : "the embedding's cosine with the right one is " + text(cosine(e.vector(), ((Embedding) actual).vector()));
            case Segments e -> difference(e, (Segments) actual);
            case Tensors e -> difference(e, (Tensors) actual);
        });
    }

    private static @Nullable String difference(Detections expected, Detections actual, double sure) {
        List<Detection> left = new ArrayList<>(actual.all());
        for (Detection e : expected.all()) {
            Detection match = null;
            for (Detection a : left) {
                if (a.label().equals(e.label()) && a.box().iou(e.box()) >= IOU && (match == null || a.box().iou(e.box()) > match.box().iou(e.box()))) {
                    match = a;
                }
            }
            if (match == null && e.score() < sure) {
                continue;
            }
            if (match == null) {
                return "it misses the " + e.label() + " of score " + text(e.score()) + " at " + text(e.box().x1()) + ", " + text(e.box().y1());
            }
            if (Math.abs(match.score() - e.score()) > APART) {
                return "the " + e.label() + " at " + text(e.box().x1()) + ", " + text(e.box().y1()) + " scores " + text(match.score()) + ", must score " + text(e.score());
            }
            left.remove(match);
        }
        left.removeIf(d -> d.score() < sure);
        return left.isEmpty() ? null : "it finds a " + left.getFirst().label() + " of score " + text(left.getFirst().score()) + " at " + text(left.getFirst().box().x1()) + ", "
                + text(left.getFirst().box().y1()) + " that is not there";
    }

    private static @Nullable String difference(Classes expected, Classes actual) {
        if (expected.all().isEmpty() || actual.all().isEmpty()) {
            return expected.all().isEmpty() == actual.all().isEmpty() ? null : "it says " + actual.all().size() + " labels, must say " + expected.all().size();
        }
        Classes.Scored e = expected.all().getFirst();
        Classes.Scored a = actual.all().getFirst();
        return !e.label().equals(a.label()) ? "it says " + a.label() + ", must say " + e.label()
                : Math.abs(e.score() - a.score()) > APART ? e.label() + " scores " + text(a.score()) + ", must score " + text(e.score()) : null;
    }

    private static @Nullable String difference(Values expected, Values actual) {
        for (int i = 0; i < Math.min(expected.all().size(), actual.all().size()); i++) {
            String apart = number(expected.all().get(i).name(), expected.all().get(i).value(), actual.all().get(i).value());
            if (apart != null) {
                return apart;
            }
        }
        return expected.all().size() == actual.all().size() ? null : "it gives " + actual.all().size() + " values, must give " + expected.all().size();
    }

    private static @Nullable String difference(Segments expected, Segments actual) {
        if (expected.width() != actual.width() || expected.height() != actual.height()) {
            return "its map is " + actual.width() + " × " + actual.height() + ", must be " + expected.width() + " × " + expected.height();
        }
        int same = 0;
        for (int i = 0; i < expected.map().length; i++) {
            same += expected.map()[i] == actual.map()[i] ? 1 : 0;
        }
        return same >= SAME_PLACES * expected.map().length ? null : "of the map's " + expected.map().length + " places " + same + " are right";
    }

    private static @Nullable String difference(Tensors expected, Tensors actual) {
        for (int t = 0; t < expected.all().size(); t++) {
            Tensors.Tensor e = expected.all().get(t);
            if (t >= actual.all().size() || actual.all().get(t).values().length != e.values().length) {
                return "tensor " + e.name() + " is missing, or has another shape";
            }
            double most = 0;
            for (float v : e.values()) {
                most = Math.max(most, Math.abs(v));
            }
            for (int i = 0; i < e.values().length; i++) {
                if (Math.abs(e.values()[i] - actual.all().get(t).values()[i]) > APART * most) {
                    return "element " + i + " of tensor " + e.name() + " is " + actual.all().get(t).values()[i] + ", must be " + e.values()[i];
                }
            }
        }
        return null;
    }

    private static @Nullable String number(String name, double expected, double actual) {
        return Math.abs(actual - expected) <= APART * Math.max(Math.abs(expected), 1e-6) || Double.compare(expected, actual) == 0 ? null : name + " is " + text(actual) + ", must be " + text(expected);
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return a.length != b.length || aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
    }

    private static String text(double v) {
        return String.format(Locale.ROOT, "%.4g", v);
    }
}
