package io.headwater.summarize;

import io.headwater.exchange.Durations;
import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Labels;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import java.util.List;
import java.util.Set;

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
                if (!range.has(Durations.of(given))) {
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

    @Override
    public Explanation explain(Options step, Flow in) {
        String window = time(step, "window");
        List<String> labels = Labels.of(step.values().get("labels"));
        Explanation told = Explanation.of("Sums up what comes, in windows of " + window + " for each source; one record goes on for each window, and nothing else.")
                .does(tells(in, String.join(", ", labels)))
                .does("No window is made of a time in which nothing came. The window of a live source that is quiet closes " + time(step, "idleAfter") + " after its end; one that a stop cuts off goes on, marked partial.")
                .loses(Key.LATE, "items whose window is closed")
                .loses(Windows.ALREADY_COUNTED, "items that come again under an id, in the header CamelCloudEventID, that was counted")
                .loses(Windows.TOO_MANY_KEYS, "items of sources beyond " + step.text("maxKeys").orElse(""))
                .loses(Key.FROM_THE_FUTURE, "live items that jump to more than " + time(step, "skew") + " ahead of their coming");
        return told.loses(Explanation.BY_EXCEPTION, "what cannot be summed up; items with a label beyond " + Settings.MAX_NAMES + " of a window")
                .keeps("windows that are open, or not handed on yet, in outbox.db of the state folder; no picture")
                .lost("what live sources gave in the last second; nothing that a source was told is safe. Windows go on at the next start");
    }

    private static String tells(Flow in, String labels) {
        return switch (in.kind()) {
            case FRAMES -> "A record tells how many frames came, and nothing of what they show.";
            case READINGS -> "A record tells of each series how its values were spread.";
            default -> labels.isEmpty() ? "A record tells how many of each label a picture showed: mean, least, most and quantiles."
                    : "A record tells how many of " + labels + " a picture showed: mean, least, most and quantiles; 0 where none was.";
        };
    }

    private static String time(Options step, String option) {
        return step.text(option).map(Explanation::time).orElse("");
    }

    /** As Camel reads a duration: a number of milliseconds, {@code 10s}, {@code 1m30s}, or ISO 8601. */}
