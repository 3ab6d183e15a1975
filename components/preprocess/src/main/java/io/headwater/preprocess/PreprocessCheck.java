package io.headwater.preprocess;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import io.headwater.flow.Fate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be told of a picture step before a picture comes: areas outside of the picture, sizes out of range, nothing to do. */
public final class PreprocessCheck implements StepCheck {
    private static final int MAX_SIDE = 16384;

    @Override
    public String scheme() {
        return "preprocess";
    }

    @Override
    public void check(Options step, Findings findings) {
        area(step, findings, "crop", Area::of, "crop: 0.5,0,0.5,1");
        area(step, findings, "mask", Area::listOf, "mask: 0,0,0.3,0.2;0.8,0.5,0.2,0.5");
        findings.range(step, "preprocess", "width", 1, MAX_SIDE, "640");
        findings.range(step, "preprocess", "height", 1, MAX_SIDE, "480");
        if (List.of("crop", "width", "height", "mask").stream().allMatch(option -> step.text(option).isEmpty())) {
            findings.report(null, Rule.MISSING_OPTION, "preprocess has none of crop, width, height and mask, must have at least one", "crop: 0.5,0,0.5,1");
        }
    }

    @Override
    public Flow flow(Options step, Flow in, Findings findings) {
        findings.takes("preprocess", in, "put it before infer", Flow.Kind.FRAMES);
        return in.to(Flow.Kind.FRAMES, Set.of());
    }

    @Override
    public Explanation explain(Options step, Flow in) {
        List<String> work = new ArrayList<>();
        step.text("crop").map(Area::of).ifPresent(crop -> work.add("cuts out " + crop));
        String width = step.text("width").map(w -> w + " pixels wide").orElse("");
        String height = step.text("height").map(h -> h + " pixels high").orElse("");
        if (!width.isEmpty() || !height.isEmpty()) {
            work.add("scales it to be " + width + (width.isEmpty() || height.isEmpty() ? "" : " and ") + height);
        }
        step.text("mask").map(Area::listOf).ifPresent(areas -> work.add("blacks out " + areas.stream().map(Area::toString).collect(Collectors.joining("; ")) + ": nothing of it can be seen in what goes on"));
        String all = String.join(", then ", work);
        Explanation told = Explanation.of("Of each picture it " + all + ".")
                .loses(PreprocessProducer.NO_MEMORY, "pictures for whose result the memory for pictures has no room");
        return in.kind() == Flow.Kind.FRAMES ? told : told.loses(Fate.failed(IllegalArgumentException.class.getSimpleName()), "what is no picture");
    }

    private static void area(Options step, Findings findings, String option, Consumer<String> parse, String fix) {
        step.text(option).ifPresent(text -> {
            try {
                parse.accept(text);
            } catch (IllegalArgumentException e) {
                findings.report(option, Rule.OUT_OF_RANGE, "preprocess." + option + " is " + text + ", " + e.getMessage(), fix);
            }
        });
    }

    /** What is wrong with these options, as text; null when nothing is. */
    static @Nullable String wrong(Map<String, String> values) {
        List<String> problems = new ArrayList<>();
        new PreprocessCheck().check(new Options(values, false, true, Path.of(""), List.of()), new Findings() {
            @Override
            public void report(@Nullable String option, Rule rule, String text, String fix) {
                problems.add("[" + rule.id() + "] " + text + "\n  fix: " + fix);
            }

            @Override
            public void report(Problem problem) {
                problems.add(problem.toString());
            }
        });
        return problems.isEmpty() ? null : String.join("\n", problems);
    }
}
