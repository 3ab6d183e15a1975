package io.headwater.preprocess;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Need;
import io.headwater.exchange.PictureSize;
import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import io.headwater.flow.Fate;
import io.headwater.flow.PixelFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        PictureSize made = made(step, in.size());
        if (isTurned(step, in.size(), made)) {
            findings.report("width", Rule.SWAPPED, "preprocess makes " + made.width() + "×" + made.height() + " of pictures of " + in.size().width() + "×" + in.size().height()
                    + ": they are squeezed; width and height look swapped", "width: " + made.height() + " and height: " + made.width());
        }
        return in.toFrames(made);
    }

    /** The picture that it makes, and the one in colours that it makes of a decoder's planes; one a worker. */
    @Override
    public Need need(Options step, Flow in, int workers) {
        PictureSize size = in.size();
        PictureSize made = made(step, size);
        if (size == null || made == null) {
            return Need.NONE;
        }
        long colours = size.format() == PixelFormat.I420 ? PixelFormat.BGR24.bytes(size.width(), size.height()) : 0;
        return Need.own("preprocess " + step.text("name").orElse(""), workers + " pictures of " + made + (colours > 0 ? ", each made by way of one of " + size.width() + "×" + size.height() + " BGR24" : ""),
                workers * (made.bytes() + colours), 0);
    }

    /** The size of what it makes; null where it is not known, or its options are wrong. */
    private static @Nullable PictureSize made(Options step, @Nullable PictureSize in) {
        try {
            return in == null ? null : new Change(step.text("crop").map(Area::of).orElse(null), side(step, "width"), side(step, "height"), List.of()).of(in);
        } catch (IllegalArgumentException e) {
            return null; // reported by the check
        }
    }

    /** Whether what lies is made to stand, or the other way round, without a part being cut out. */
    private static boolean isTurned(Options step, @Nullable PictureSize in, @Nullable PictureSize made) {
        return in != null && made != null && !in.assumed() && step.text("width").isPresent() && step.text("height").isPresent() && step.text("crop").isEmpty()
                && Integer.compare(in.width(), in.height()) * Integer.compare(made.width(), made.height()) < 0;
    }

    private static int side(Options step, String option) {
        return step.number(option).filter(v -> v >= 1 && v <= MAX_SIDE).map(Double::intValue).orElse(0);
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
