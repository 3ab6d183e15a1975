package io.headwater.stage;

import io.headwater.exchange.Durations;
import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Need;
import io.headwater.exchange.PictureSize;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import io.headwater.flow.ByteSize;
import io.headwater.flow.Fate;
import io.headwater.flow.Overflow;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

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
        step.text("maxAge").filter(age -> !Durations.of(age).isPositive())
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

    @Override
    public Explanation explain(Options step, Flow in) {
        String name = step.text("name").orElse("");
        if (step.source()) {
            String workers = step.text("workers").orElse("");
            return Explanation.of("Takes what was put into the stage " + name + ", " + (workers.equals("1") ? "one item at a time." : workers + " items side by side."))
                    .loses(Fate.dropped(Stage.STOPPED), "what waits in the stage once nobody writes and nobody reads")
                    .lost("what is taken out and still worked on");
        }
        String limits = step.text("capacity").orElse("") + " items" + step.text("maxBytes").map(bytes -> " or " + bytes).orElse("");
        Explanation told = Explanation.of("Puts a copy into the stage " + name + ", a queue in memory of up to " + limits + ", and goes on with the item itself.")
                .does(step.isTrue("ordered") ? "Items enter in the order of their source." : "Items enter as they come from the workers, in no order.");
        told = switch (Overflow.valueOf(step.text("overflow").orElse("").toUpperCase(Locale.ROOT))) {
            case BLOCK -> told.does("When the stage is full, this route waits for room; nothing is dropped for that.");
            case DROP_OLDEST -> told.loses(Fate.dropped(Stage.OLDEST), "the copy that waits longest, when the stage is full");
            case DROP_NEWEST -> told.loses(Fate.dropped(Stage.FULL), "the new copy, when the stage is full");
            case FAIL -> told.loses(Fate.failed(StageFullException.class.getSimpleName()), "the item, when the stage is full");
        };
        if (step.text("maxAge").isPresent()) {
            told = told.loses(Fate.dropped(Stage.LATE), "what is older than " + step.text("maxAge").get() + " when its turn comes");
        }
        return told.loses(Fate.dropped(Stage.STOPPED), "what waits in the stage once nobody writes and nobody reads")
                .lost("what waits in the stage: up to " + limits);
    }

    /** All that it may hold, with every picture that its items keep; for the reading route, what its workers have taken out. */
    @Override
    public Need need(Options step, Flow in, int workers) {
        if (in.held() == 0) {
            return Need.NONE;
        }
        String name = step.text("name").orElse("");
        if (step.source()) {
            return Need.own("the route behind stage " + name, workers + " of its items", workers * in.held(), 0);
        }
        long most = step.number("capacity").orElse(100.0).longValue();
        PictureSize size = in.size();
        OptionalLong bytes = step.text("maxBytes").map(ByteSize::parse).orElse(OptionalLong.empty());
        if (size != null && bytes.isPresent()) {
            most = Math.clamp(bytes.getAsLong() / size.bytes(), 1, most);
        }
        boolean more = size != null && in.held() > size.bytes();
        return new Need("stage " + name, most + " pictures" + (size == null ? "" : " of " + size) + (more ? " and what they were made of" : ""), most * in.held(), 0, true);
    }

    static String noKey(String text) {
        return "stage.key is " + text + ", the same for every item; must be source, or hold an expression such as ${header.machine}";
    }

    static String noSize(String text) {
        return "stage.maxBytes is " + text + ", must be a size above 0 such as 64MiB, 500kB or 1000000";
    }
}
