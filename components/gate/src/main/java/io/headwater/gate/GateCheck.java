package io.headwater.gate;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Labels;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What must hold of a {@code gate:} step beyond the types of its options. */
public final class GateCheck implements StepCheck {
    private static final int MOST = 100_000;
    private static final String LETS_ALL_THROUGH = "gate lets everything through: it has none of minScore, labels, minCount and whenEmpty: hold";
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
        if (step.text("minScore").isEmpty() && step.text("labels").isEmpty() && step.text("minCount").isEmpty() && !holds) {
            findings.report(null, Rule.CONFLICT, LETS_ALL_THROUGH, "minScore: 0.5");
        }
        if (passes && step.text("minCount").isPresent()) {
            findings.report("whenEmpty", Rule.CONFLICT, NEVER_EMPTY, "take one of the two out");
        }
    }

    @Override
    public Flow flow(Options step, Flow in, Findings findings) {
        findings.takes("gate", in, "put it after an infer step whose model gives detections or classes", Flow.Kind.DETECTIONS, Flow.Kind.CLASSES);
        findings.knows(step, "gate", "labels", in);
        Set<String> left = new HashSet<>(in.labels());
        left.retainAll(Labels.of(step.values().get("labels")));
        return in.to(in.kind() == Flow.Kind.CLASSES ? in.kind() : Flow.Kind.DETECTIONS, left.isEmpty() ? in.labels() : left);
    }

    @Override
    public Explanation explain(Options step, Flow in) {
        String labels = String.join(", ", Labels.of(step.values().get("labels")));
        String score = step.number("minScore").filter(least -> least > 0).map(least -> "that score " + least + " or more").orElse("");
        boolean holds = step.text("whenEmpty").filter("hold"::equalsIgnoreCase).isPresent();
        Explanation told = Explanation.of(labels.isEmpty() && score.isEmpty() ? "Lets answers through as they are, or not at all."
                : "Keeps of each answer the findings" + (labels.isEmpty() ? "" : " of " + labels) + (score.isEmpty() ? "" : " " + score) + "; the others are taken out of it.");
        Optional<String> count = step.text("minCount");
        if (!holds && count.isEmpty()) {
            return failing(told.does("An answer of which nothing is left passes on, empty; it holds nothing back."), in);
        }
        told = told.does("An answer is held back when " + count.map(least -> "fewer than " + least + " findings are left.").orElse("nothing is left of it."));
        if (holds) {
            told = told.loses(Gate.EMPTY, "answers in which the model had found nothing");
            told = labels.isEmpty() ? told : told.loses(Gate.LABEL, "answers in which nothing is one of " + labels);
            told = score.isEmpty() ? told : told.loses(Gate.SCORE, "answers in which some are, and none scores enough");
        }
        if (count.isPresent()) {
            told = told.loses(Gate.TOO_FEW, "answers with fewer than " + count.get() + " left" + (holds ? ", but not none" : ""));
        }
        return failing(told, in);
    }

    private static Explanation failing(Explanation told, Flow in) {
        return in.kind() == Flow.Kind.DETECTIONS || in.kind() == Flow.Kind.CLASSES ? told : told.loses(Explanation.BY_EXCEPTION, "what is no answer with labels and scores");
    }

    /** The same for a gate that was made without having been checked.
     *  <p>Errors: {@link IllegalArgumentException} that names the option. */
    static void refuse(double minScore, Set<String> labels, WhenEmpty whenEmpty, int minCount) {
        if (!(minScore >= 0 && minScore <= 1)) {
            throw new IllegalArgumentException("gate.minScore is " + minScore + ", must be 0.0–1.0");
        }
        if (minCount < 0 || minCount > MOST) {
            throw new IllegalArgumentException("gate.minCount is " + minCount + ", must be 1–" + MOST);
        }
        if (minScore == 0 && labels.isEmpty() && minCount == 0 && whenEmpty == WhenEmpty.PASS) {
            throw new IllegalArgumentException(LETS_ALL_THROUGH);
        }
    }
}
