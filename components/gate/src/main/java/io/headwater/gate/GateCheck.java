package io.headwater.gate;

import io.headwater.exchange.Durations;
import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Labels;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** What must hold of a {@code gate:} step beyond the types of its options. */
public final class GateCheck implements StepCheck {
    private static final int MOST = 100_000;
    private static final String LETS_ALL_THROUGH = "gate lets everything through: it has none of minScore, labels, minCount, zone, line and whenEmpty: hold";
    private static final String NEVER_EMPTY = "gate.minCount holds empty answers back, and whenEmpty: pass lets them pass";

    @Override
    public String scheme() {
        return "gate";
    }

    @Override
    public void check(Options step, Findings findings) {
        if (step.source()) {
            findings.report(null, Rule.PLACE, "gate is a step, it cannot be the source of a route", "use it in steps, after infer");
            return;
        }
        findings.range(step, "gate", "minScore", 0, 1, "0.5");
        findings.range(step, "gate", "minCount", 1, MOST, "1");
        boolean holds = step.text("whenEmpty").filter("hold"::equalsIgnoreCase).isPresent();
        boolean passes = step.text("whenEmpty").filter("pass"::equalsIgnoreCase).isPresent();
        if (step.text("minScore").isEmpty() && step.text("labels").isEmpty() && step.text("minCount").isEmpty() && !holds && !watches(step)) {
            findings.report(null, Rule.CONFLICT, LETS_ALL_THROUGH, "minScore: 0.5");
        }
        if (passes && step.text("minCount").isPresent()) {
            findings.report("whenEmpty", Rule.CONFLICT, NEVER_EMPTY, "take one of the two out");
        }
        place(step, findings);
    }

    private static boolean watches(Options step) {
        return step.text("zone").isPresent() || step.text("line").isPresent();
    }

    private static Keep keep(Options step) {
        return step.text("keep").map(k -> Keep.valueOf(k.toUpperCase(Locale.ROOT))).orElse(Keep.ALL);
    }

    private static void place(Options step, Findings findings) {
        outline(step, findings, "zone", Outline::zone, "zone: 0.1,0.5;0.5,0.5;0.5,1;0.1,1");
        outline(step, findings, "line", Outline::line, "line: 0.1,0.5;0.9,0.5");
        for (Time time : Time.values()) {
            step.text(time.option).filter(given -> !time.has(Durations.of(given))).ifPresent(given -> findings.report(time.option, Rule.OUT_OF_RANGE, time.text(given), time.option + ": " + time.fix));
        }
        boolean zone = step.text("zone").isPresent();
        boolean line = step.text("line").isPresent();
        String conflict = conflict(zone, line, keep(step), step.text("minDwell").isPresent() && !Durations.of(step.values().get("minDwell")).isZero());
        if (conflict != null) {
            findings.report(zone && line ? "line" : conflict.startsWith("gate.keep") ? "keep" : "minDwell", Rule.CONFLICT, conflict,
                    zone && line ? "make two gates of it, one behind the other" : zone ? "keep: inside" : line ? "keep: crossing" : "zone: 0.1,0.5;0.5,0.5;0.5,1;0.1,1");
        }
    }

    private static @Nullable String conflict(boolean zone, boolean line, Keep keep, boolean dwell) {
        String kept = "gate.keep is " + keep.name().toLowerCase(Locale.ROOT);
        return zone && line ? "gate has a zone and a line, it watches one place"
                : keep.isOfZone() && !zone ? kept + ", which is of a zone, and it has none"
                : keep.isOfLine() && !line ? kept + ", which is of a line, and it has none"
                : dwell && keep != Keep.INSIDE && keep != Keep.LEAVING ? "gate.minDwell is of those who are kept as inside or leaving, and " + kept.substring(5) : null;
    }

    private static void outline(Options step, Findings findings, String option, Consumer<String> parse, String fix) {
        step.text(option).ifPresent(text -> {
            try {
                parse.accept(text);
            } catch (IllegalArgumentException e) {
                findings.report(option, Rule.OUTLINE, "gate." + option + " is " + text + ", " + e.getMessage(), fix);
            }
        });
    }

    /** The bounds of options of time. */
    private enum Time {
        DWELL("minDwell", "1d", "30s"), DEBOUNCE("debounce", "1m", "300ms"), LEFT("leftAfter", "10m", "3s");

        private final String option;
        private final String most;
        private final String fix;

        Time(String option, String most, String fix) {
            this.option = option;
            this.most = most;
            this.fix = fix;
        }

        boolean has(Duration given) {
            return !given.isNegative() && given.compareTo(TimeUtils.toDuration(most)) <= 0;
        }

        String text(String given) {
            return "gate." + option + " is " + given + ", must be 0s–" + most;
        }

        void refuse(Duration given) {
            if (!has(given)) {
                throw new IllegalArgumentException(text(TimeUtils.printDuration(given, true)));
            }
        }
    }

    /** As {@link #refuse(double, Set, WhenEmpty, int, boolean)}, for what is of a place. */
    static void refuse(@Nullable String zone, @Nullable String line, Keep keep, Duration minDwell, Duration debounce, Duration leftAfter) {
        Time.DWELL.refuse(minDwell);
        Time.DEBOUNCE.refuse(debounce);
        Time.LEFT.refuse(leftAfter);
        String conflict = conflict(zone != null && !zone.isBlank(), line != null && !line.isBlank(), keep, !minDwell.isZero());
        if (conflict != null) {
            throw new IllegalArgumentException(conflict);
        }
    }

    @Override
    public Flow flow(Options step, Flow in, Findings findings) {
        findings.takes("gate", in, "put it after an infer step whose model gives detections or classes", Flow.Kind.DETECTIONS, Flow.Kind.CLASSES);
        findings.knows(step, "gate", "labels", in);
        if (watches(step) && in.kind() == Flow.Kind.DETECTIONS && !in.tracked()) {
            findings.report(step.text("zone").isPresent() ? "zone" : "line", Rule.NOT_TRACKED,
                    "gate watches a " + (step.text("zone").isPresent() ? "zone" : "line") + ", and what comes here does not say which object it is of", "put a track step before it");
        }
        Set<String> left = new HashSet<>(in.labels());
        left.retainAll(Labels.of(step.values().get("labels")));
        Flow narrowed = in.to(in.kind() == Flow.Kind.CLASSES ? in.kind() : Flow.Kind.DETECTIONS, left.isEmpty() ? in.labels() : left)
                .atLeast(Math.max(in.leastScore(), step.number("minScore").orElse(0.0)));
        return in.tracked() ? narrowed.asTracked() : narrowed;
    }

    @Override
    public Explanation explain(Options step, Flow in) {
        String labels = String.join(", ", Labels.of(step.values().get("labels")));
        String score = step.number("minScore").filter(least -> least > 0).map(least -> "that score " + least + " or more").orElse("");
        boolean holds = step.text("whenEmpty").filter("hold"::equalsIgnoreCase).isPresent();
        Explanation told = Explanation.of(labels.isEmpty() && score.isEmpty() ? "Lets answers through as they are, or not at all."
                : "Keeps of each answer the findings" + (labels.isEmpty() ? "" : " of " + labels) + (score.isEmpty() ? "" : " " + score) + "; the others are taken out of it.");
        told = watches(step) ? place(told, step) : told;
        Optional<String> count = step.text("minCount");
        if (!holds && count.isEmpty()) {
            return failing(told.does("An answer of which nothing is left passes on, empty; it holds nothing back."), in);
        }
        told = told.does("An answer is held back when " + count.map(least -> "fewer than " + least + " findings are left.").orElse("nothing is left of it."));
        if (holds) {
            told = told.loses(Gate.EMPTY, "answers in which the model had found nothing");
            told = labels.isEmpty() ? told : told.loses(Gate.LABEL, "answers in which nothing is one of " + labels);
            told = score.isEmpty() ? told : told.loses(Gate.SCORE, "answers in which some are, and none scores enough");
            told = watches(step) ? told.loses(Gate.PLACE, "answers with objects of which none is kept for what it does at the place") : told;
        }
        if (count.isPresent()) {
            told = told.loses(Gate.TOO_FEW, "answers with fewer than " + count.get() + " left" + (holds ? ", but not none" : ""));
        }
        return failing(told, in);
    }

    private static Explanation place(Explanation told, Options step) {
        boolean zone = step.text("zone").isPresent();
        String what = switch (keep(step)) {
            case ALL -> "keeps all objects";
            case ENTERING -> "keeps those that came in since the picture before";
            case INSIDE -> "keeps those that are in it";
            case LEAVING -> "keeps those that left since the picture before";
            case CROSSING -> "keeps those that crossed it since the picture before";
            case IN -> "keeps those that crossed it inwards since the picture before";
            case OUT -> "keeps those that crossed it outwards since the picture before";
        };
        String dwell = step.text("minDwell").filter(d -> !Durations.of(d).isZero()).map(d -> ", and stayed for " + Explanation.time(d) + " or more").orElse("");
        return told.does((zone ? "Watches a zone, of each camera by itself: says in the answer who is in it, who came in, who left, and how long each stayed; "
                : "Watches a line, of each camera by itself: says in the answer who crossed it, and to which side; ") + what + dwell + ".")
                .loses(Gate.LATE, "pictures that are older than one of the same camera before them")
                .lost("who is where: after a stop or a kill the place is watched anew");
    }

    private static Explanation failing(Explanation told, Flow in) {
        return in.kind() == Flow.Kind.DETECTIONS || in.kind() == Flow.Kind.CLASSES ? told : told.loses(Explanation.BY_EXCEPTION, "what is no answer with labels and scores");
    }

    /** The same for a gate that was made without having been checked.
     *  <p>Errors: {@link IllegalArgumentException} that names the option. */
    static void refuse(double minScore, Set<String> labels, WhenEmpty whenEmpty, int minCount, boolean watches) {
        if (!(minScore >= 0 && minScore <= 1)) {
            throw new IllegalArgumentException("gate.minScore is " + minScore + ", must be 0.0–1.0");
        }
        if (minCount < 0 || minCount > MOST) {
            throw new IllegalArgumentException("gate.minCount is " + minCount + ", must be 1–" + MOST);
        }
        if (minScore == 0 && labels.isEmpty() && minCount == 0 && whenEmpty == WhenEmpty.PASS && !watches) {
            throw new IllegalArgumentException(LETS_ALL_THROUGH);
        }
    }
}
