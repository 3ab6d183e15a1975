package io.headwater.stage;

import io.headwater.exchange.Flow;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import io.headwater.flow.ByteSize;
import java.time.Duration;
import java.util.List;
import org.apache.camel.util.TimeUtils;

/** What must hold of a {@code stage:} beyond the types of its options, on either side. */
public final class StageCheck implements StepCheck {
    private static final List<String> OF_WRITERS = List.of("capacity", "maxBytes", "overflow", "ordered");
    private static final List<String> OF_READERS = List.of("workers", "key", "maxAge");

    @Override
    public String scheme() {
        return "stage";
    }

    @Override
    public void check(Options step, Findings findings) {
        findings.range(step, "stage", "capacity", 1, Settings.MOST_CAPACITY, "100");
        findings.range(step, "stage", "workers", 1, Settings.MOST_WORKERS, "2");
        step.text("maxBytes").filter(size -> ByteSize.parse(size).isEmpty())
                .ifPresent(size -> findings.report("maxBytes", Rule.WRONG_TYPE, noSize(size), "maxBytes: 64MiB"));
        step.text("key").filter(key -> !Key.isKey(key)).ifPresent(key -> findings.report("key", Rule.WRONG_TYPE, noKey(key), "key: source"));
        if (step.source() && step.text("key").isPresent() && step.number("workers").orElse(1.0) == 1) {
            findings.report("key", Rule.IDLE_KEY, "stage.key is " + step.values().get("key") + ", and one worker keeps the order of all items anyway", "workers: 4");
        }
        step.text("maxAge").filter(age -> !duration(age).isPositive())
                .ifPresent(age -> findings.report("maxAge", Rule.OUT_OF_RANGE, "stage.maxAge is " + age + ", must be above 0", "maxAge: 2s"));
        for (String option : step.source() ? OF_WRITERS : OF_READERS) {
            if (step.text(option).isPresent()) {
                findings.report(option, Rule.CONFLICT, "stage." + option + " is an option of " + (step.source() ? "to, not of from" : "from, not of to"),
                        "move it to where the stage is " + (step.source() ? "written" : "read"));
            }
        }
    }

    @Override
    public Flow flow(Options step, Flow in, Findings findings) {
        boolean blocks = step.text("overflow").filter("block"::equalsIgnoreCase).isPresent();
        if (!step.source() && in.live() && blocks) {
            findings.report("overflow", Rule.LIVE_WAITS, "stage.overflow is BLOCK, and a live source comes here: while it is full, what is old waits and what is new is shed",
                    "overflow: DROP_OLDEST");
        }
        return in;
    }

    private static Duration duration(String text) {
        return text.startsWith("P") || text.startsWith("p") ? Duration.parse(text) : TimeUtils.toDuration(text);
    }

    static String noKey(String text) {
        return "stage.key is " + text + ", the same for every item; must be source, or hold an expression such as ${header.machine}";
    }

    static String noSize(String text) {
        return "stage.maxBytes is " + text + ", must be a size above 0 such as 64MiB, 500kB or 1000000";
    }
}
