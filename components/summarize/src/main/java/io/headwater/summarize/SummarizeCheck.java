package io.headwater.summarize;

import io.headwater.exchange.Flow;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.util.TimeUtils;

/** What must hold of a {@code summarize:} step beyond the types of its options. */
public final class SummarizeCheck implements StepCheck {
    static final String PLACE_FIX = "put it in the route's own list of steps; its windows go on from there";

    @Override
    public String scheme() {
        return "summarize";
    }

    @Override
    public void check(Options step, Findings findings) {
        if (step.source()) {
            findings.report(null, Rule.PLACE, "summarize is a step, it cannot be the source of a route", "use it in steps, after a source");
        } else if (!step.topLevel()) {
            findings.report(null, Rule.PLACE, "summarize stands inside another step", PLACE_FIX);
        }
        for (Range range : Range.ALL) {
            step.text(range.option()).ifPresent(given -> {
                if (!range.has(duration(given))) {
                    findings.report(range.option(), Rule.OUT_OF_RANGE, range.text(given), range.option() + ": " + range.fix());
                }
            });
        }
        findings.range(step, "summarize", "maxKeys", 1, Settings.MOST_KEYS, "1000");
    }

    @Override
    public Flow flow(Options step, Flow in, Findings findings) {
        findings.takes("summarize", in, "put it after a camera, or after an infer step whose model gives detections or classes",
                Flow.Kind.FRAMES, Flow.Kind.READINGS, Flow.Kind.DETECTIONS, Flow.Kind.CLASSES);
        findings.knows(step, "summarize", "labels", in);
        if ((in.kind() == Flow.Kind.FRAMES || in.kind() == Flow.Kind.READINGS) && step.text("labels").isPresent()) {
            findings.report("labels", Rule.LABEL, "summarize.labels is " + step.values().get("labels") + ", and " + in.kind().text() + " come here, which have no labels",
                    "put it after an infer step, or take labels out");
        }
        return in.to(Flow.Kind.SUMMARIES, Set.of());
    }

    /** As Camel reads a duration: a number of milliseconds, {@code 10s}, {@code 1m30s}, or ISO 8601. */
    private static Duration duration(String text) {
        return text.startsWith("P") || text.startsWith("p") ? Duration.parse(text) : TimeUtils.toDuration(text);
    }
}
