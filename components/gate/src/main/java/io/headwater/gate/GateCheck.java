package io.headwater.gate;

import io.headwater.exchange.Flow;
import io.headwater.exchange.Labels;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import java.util.HashSet;
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
