package io.headwater.track;

import io.headwater.exchange.Durations;
import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import java.time.Duration;
import org.apache.camel.util.TimeUtils;

/** What must hold of a {@code track:} step beyond the types of its options. */
public final class TrackCheck implements StepCheck {
    private static final String LOW = "track.lowScore is %s and highScore %s: what is weak must score less than what is sure";

    @Override
    public String scheme() {
        return "track";
    }

    @Override
    public void check(Options step, Findings findings) {
        if (step.source()) {
            findings.report(null, Rule.PLACE, "track is a step, it cannot be the source of a route", "use it in steps, after infer");
            return;
        }
        findings.range(step, "track", "highScore", 0, 1, "0.5");
        findings.range(step, "track", "lowScore", 0, 1, "0.1");
        findings.range(step, "track", "minIou", 0.01, 0.99, "0.2");
        findings.range(step, "track", "minHits", 1, Settings.MOST_HITS, "2");
        findings.range(step, "track", "pathLength", 0, Settings.LONGEST_PATH, "16");
        step.text("maxLost").filter(given -> !hasTime(Durations.of(given))).ifPresent(given -> findings.report("maxLost", Rule.OUT_OF_RANGE, time(given), "maxLost: 2s"));
        double high = high(step);
        double low = low(step);
        if (low > high) {
            findings.report(step.text("lowScore").isPresent() ? "lowScore" : "highScore", Rule.CONFLICT,
                    String.format(LOW, low, high), step.text("lowScore").isPresent() ? "lowScore: " + high / 2 : "lowScore: " + high + " beside it");
        }
    }

    @Override
    public Flow flow(Options step, Flow in, Findings findings) {
        findings.takes("track", in, "put it after an infer step whose model gives detections", Flow.Kind.DETECTIONS);
        if (in.leastScore() >= high(step) && low(step) < high(step)) {
            findings.report(null, Rule.WEAK_ONES, "what comes to track here scores " + in.leastScore() + " at least, and from highScore " + high(step)
                    + " on it is sure: there are no weak findings by which it keeps hold of what is half hidden", "set minScore of the infer or gate step before it to " + low(step));
        }
        return in.to(Flow.Kind.DETECTIONS, in.labels()).asTracked().atLeast(Math.max(in.leastScore(), low(step)));
    }

    private static double high(Options step) {
        return step.number("highScore").orElse(0.5);
    }

    private static double low(Options step) {
        return step.number("lowScore").orElse(0.1);
    }

    @Override
    public Explanation explain(Options step, Flow in) {
        String hits = step.text("minHits").orElse("");
        Explanation told = Explanation.of("Follows what was found from picture to picture, each camera by itself, and says of each finding which object it is: its id, how long it has been there, how fast it moves, where it went.")
                .does("What is found in " + (hits.equals("1") ? "one picture" : hits + " pictures one after the other") + ", with a score of " + step.text("highScore").orElse("")
                        + " or more, becomes an object; other findings are taken out of the answer, and the answer goes on.")
                .does("An object that is not found keeps its id for " + step.text("maxLost").map(Explanation::time).orElse("") + "; after that it comes back as another.")
                .loses(TrackProducer.LATE, "pictures that are older than one of the same camera before them")
                .lost("which object is which: after a stop or a kill the same object has another id");
        return in.kind() == Flow.Kind.DETECTIONS ? told : told.loses(Explanation.BY_EXCEPTION, "what is no answer with boxes");
    }

    private static boolean hasTime(Duration given) {
        return !given.isNegative() && given.compareTo(Settings.MOST_LOST) <= 0;
    }

    private static String time(String given) {
        return "track.maxLost is " + given + ", must be 0s–10m";
    }

    /** The same for a tracker that was made without having been checked.
     *  <p>Errors: {@link IllegalArgumentException} that names the option. */
    static void refuse(double highScore, double lowScore, double minIou, int minHits, Duration maxLost, int pathLength) {
        range("highScore", highScore, 0, 1, "0.0–1.0");
        range("lowScore", lowScore, 0, 1, "0.0–1.0");
        range("minIou", minIou, 0.01, 0.99, "0.01–0.99");
        range("minHits", minHits, 1, Settings.MOST_HITS, "1–" + Settings.MOST_HITS);
        range("pathLength", pathLength, 0, Settings.LONGEST_PATH, "0–" + Settings.LONGEST_PATH);
        if (!hasTime(maxLost)) {
            throw new IllegalArgumentException(time(TimeUtils.printDuration(maxLost, true)));
        }
        if (lowScore > highScore) {
            throw new IllegalArgumentException(String.format(LOW, lowScore, highScore));
        }
    }

    private static void range(String option, double value, double low, double high, String bounds) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException("track." + option + " is " + (value == Math.rint(value) && high > 1 ? Long.toString((long) value) : Double.toString(value)) + ", must be " + bounds);
        }
    }
}
