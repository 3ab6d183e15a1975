package io.headwater.snapshot;

import io.headwater.exchange.Durations;
import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Labels;
import io.headwater.exchange.Nearest;
import io.headwater.exchange.Need;
import io.headwater.exchange.PictureSize;
import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import io.headwater.flow.ByteSize;
import io.headwater.flow.PixelFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What must hold of a {@code snapshot:} step beyond the types of its options. */
public final class SnapshotCheck implements StepCheck {
    private static final List<String> OCCASIONS = Arrays.stream(Occasion.values()).map(Enum::name).toList();

    @Override
    public String scheme() {
        return "snapshot";
    }

    @Override
    public void check(Options step, Findings findings) {
        if (step.source()) {
            findings.report(null, Rule.PLACE, "snapshot is a step, it cannot be the source of a route", "use it in steps, after infer");
            return;
        }
        for (String occasion : Labels.of(step.text("when").orElse("FOUND"))) {
            if (!OCCASIONS.contains(occasion)) {
                String near = Nearest.of(occasion.toUpperCase(Locale.ROOT), OCCASIONS);
                findings.report("when", Rule.NOT_A_CHOICE, "snapshot.when holds " + occasion + ", must be of " + String.join(", ", OCCASIONS), "when: " + (near == null ? "FOUND" : near));
            }
        }
        findings.range(step, "snapshot", "before", 0, Settings.MOST_PICTURES, "2");
        findings.range(step, "snapshot", "after", 0, Settings.MOST_PICTURES, "2");
        for (String option : List.of("every", "pause")) {
            step.text(option).filter(given -> !isTime(Durations.of(given))).ifPresent(given -> findings.report(option, Rule.OUT_OF_RANGE, "snapshot." + option + " is " + given + ", must be 0s–1d", option + ": 10s"));
        }
        step.text("keep").ifPresent(given -> {
            OptionalLong bytes = ByteSize.parse(given);
            if (bytes.isEmpty() || bytes.getAsLong() < Settings.LEAST_BYTES || bytes.getAsLong() > Settings.MOST_BYTES) {
                findings.report("keep", Rule.OUT_OF_RANGE, "snapshot.keep is " + given + ", must be 1MiB–1024GiB", "keep: 200MiB");
            }
        });
    }

    private static boolean isTime(Duration given) {
        return !given.isNegative() && given.compareTo(Settings.LONGEST) <= 0;
    }

    @Override
    public Flow flow(Options step, Flow in, Findings findings) {
        findings.takes("snapshot", in, "put it after an infer step", Flow.Kind.DETECTIONS, Flow.Kind.CLASSES, Flow.Kind.ANOMALIES, Flow.Kind.SEGMENTS, Flow.Kind.TEXTS, Flow.Kind.VALUES, Flow.Kind.EMBEDDINGS, Flow.Kind.TENSORS);
        findings.knows(step, "snapshot", "labels", in);
        findings.knows(step, "snapshot", "blur", in);
        List<String> on = Labels.of(step.text("when").orElse("FOUND"));
        if (in.kind() == Flow.Kind.DETECTIONS && !in.tracked() && on.stream().anyMatch(o -> List.of("ENTERED", "LEFT", "CROSSED").contains(o))) {
            findings.report("when", Rule.FLOW, "snapshot.when is " + String.join(", ", on) + ", and nobody watches a zone or a line here", "put track, and gate with zone or line, before it");
        }
        return in;
    }

    /** What is drawn on the picture, where something is; one a worker. */
    @Override
    public Need need(Options step, Flow in, int workers) {
        PictureSize size = in.size();
        boolean draws = step.isTrue("boxes") || step.text("blur").isPresent();
        return size == null || !draws ? Need.NONE
                : Need.own("snapshot " + step.text("name").orElse(""), "a picture of " + size.width() + "×" + size.height() + " BGR24, to draw on", PixelFormat.BGR24.bytes(size.width(), size.height()), 0);
    }

    @Override
    public Explanation explain(Options step, Flow in) {
        String keep = ByteSize.parse(step.text("keep").orElse("200MiB")).stream().mapToObj(Explanation::size).findFirst().orElse("");
        List<String> occasions = Labels.of(step.text("when").orElse("FOUND")).stream().map(SnapshotCheck::words).toList();
        Explanation told = Explanation.of("When " + String.join(", or ", occasions) + ", it keeps that picture on the disk of this box, with " + step.text("before").orElse("2") + " of the time before and "
                + step.text("after").orElse("2") + " of the time after, " + Explanation.time(step.text("every").orElse("500ms")) + " apart, and what the model said. All that comes goes on.")
                .does("After that no other event of the same camera is kept for " + Explanation.time(step.text("pause").orElse("10s")) + ".");
        List<String> hidden = Labels.of(step.text("blur").orElse(null));
        if (!hidden.isEmpty()) {
            told = told.does("What was found as " + Nearest.some(hidden) + " is made unrecognizable in it; what the model missed stays as it is.");
        }
        told = told.keeps("pictures of events, up to " + keep + ", in " + step.text("folder").map(f -> "the folder " + f).orElse("snapshots/" + fileName(step.text("name").orElse("")) + " of the state folder")
                + "; beyond that the oldest events go").lost("pictures of the time before an event that has not come yet");
        return in.kind() == Flow.Kind.DETECTIONS ? told.loses(Explanation.BY_EXCEPTION, "what has lost its picture") : told.loses(Explanation.BY_EXCEPTION, "what is no answer with its picture");
    }

    private static String words(String occasion) {
        return switch (occasion) {
            case "ENTERED" -> "somebody comes into a zone";
            case "LEFT" -> "somebody leaves a zone";
            case "CROSSED" -> "somebody crosses a line";
            case "ANOMALY" -> "the model finds something unusual";
            default -> "something is found and nothing was in the picture before";
        };
    }

    /** A name that a folder can have. */
    static String fileName(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return plain.matches("\\.*") ? "_" + plain : plain;
    }

    /** The same for a step that was made without having been checked.
     *  <p>Errors: {@link IllegalArgumentException} that names each option. */
    static void refuse(SnapshotEndpoint endpoint) {
        Map<String, String> values = new HashMap<>(Map.of("name", endpoint.getName(), "when", endpoint.getWhen(), "before", Integer.toString(endpoint.getBefore()), "after", Integer.toString(endpoint.getAfter()),
                "every", endpoint.getEvery().toMillis() + "ms", "pause", endpoint.getPause().toMillis() + "ms", "keep", endpoint.getKeep()));
        List<String> problems = new ArrayList<>();
        new SnapshotCheck().check(new Options(values, false, true, Path.of(""), List.of()), new Findings() {
            @Override
            public void report(@Nullable String option, Rule rule, String text, String fix) {
                problems.add(text);
            }

            @Override
            public void report(Problem problem) {
                problems.add(problem.text());
            }
        });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
