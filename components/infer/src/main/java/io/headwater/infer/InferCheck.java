package io.headwater.infer;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Labels;
import io.headwater.exchange.Nearest;
import io.headwater.exchange.Need;
import io.headwater.exchange.Problem;
import io.headwater.exchange.StepCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks an {@code infer} step: the model is there, its manifest is right, its file has the digest and the tensors that the
 *  manifest states, and it knows the labels. Opens each model's file once, and runs nothing.
 *  <p>Threading: one thread. */
public final class InferCheck implements StepCheck {
    private final Map<Path, Seen> models = new HashMap<>();
    /** The manifest of each step that was checked and has one. */
    private final Map<Options, Manifest> manifests = new HashMap<>();

    /** A model that was looked at. */
    private record Seen(@Nullable Manifest manifest, List<Problem> problems) {
        static Seen of(Path folder) {
            List<Problem> problems = new ArrayList<>();
            ModelFile file = ModelFile.open(folder, 1, false, problems);
            try (OnnxModel onnx = file.model()) {
                return new Seen(file.manifest(), problems);
            }
        }
    }

    @Override
    public String scheme() {
        return InferEndpoint.SCHEME;
    }

    @Override
    public void check(Options step, Findings findings) {
        Settings settings = settings(step);
        settings.checkNumbers(findings);
        if (settings.model().isEmpty()) {
            return; // a missing option has been reported
        }
        settings.find(ModelFolders.of(step.folder(), step.models()), findings).ifPresent(folder -> {
            Seen seen = models.computeIfAbsent(folder.toAbsolutePath().normalize(), f -> Seen.of(folder));
            seen.problems.forEach(findings::report);
            if (seen.manifest != null) {
                settings.checkLabels(seen.manifest, findings);
                manifests.put(step, seen.manifest);
            }
        });
    }

    @Override
    public Explanation explain(Options step, Flow in) {
        Settings settings = settings(step);
        Manifest manifest = settings.find(ModelFolders.of(step.folder(), step.models()), Findings.NONE)
                .map(folder -> models.computeIfAbsent(folder.toAbsolutePath().normalize(), f -> Seen.of(folder)).manifest).orElse(null);
        if (manifest == null) {
            return Explanation.NONE;
        }
        Explanation told = Explanation.of("Runs the model " + manifest.name() + " " + manifest.version() + " on each picture, on this box.");
        if (!manifest.description().isBlank()) {
            told = told.does("Its manifest says: " + manifest.description().strip().replaceFirst("[.]?$", "."));
        }
        if (!manifest.labels().isEmpty()) {
            List<String> labels = settings.labels().isEmpty() ? manifest.labels() : settings.labels();
            double least = settings.minScore() == null ? manifest.minScore() : settings.minScore();
            told = told.does("Finds " + Nearest.some(labels) + (labels.size() == 1 ? "" : ", " + labels.size() + " labels") + "; what scores less than " + least + " is left out.");
        }
        return told.does("A picture in which nothing is found passes on, with an empty answer; none is dropped.")
                .does(settings.threads() == 1 ? "Each run takes one thread." : "Each run takes " + settings.threads() + " threads.")
                .loses(Explanation.BY_EXCEPTION, "pictures on which the model fails" + (in.kind() == Flow.Kind.UNKNOWN ? "; what is no picture" : ""));
    }

    /** The model's weights once, and its input a worker; what it needs between input and output is not known. */
    @Override
    public Need need(Options step, Flow in, int workers) {
        Manifest manifest = manifests.get(step);
        if (manifest == null) {
            return Need.NONE;
        }
        long weights;
        try {
            weights = Files.size(manifest.file());
        } catch (IOException e) {
            return Need.NONE; // reported by the check
        }
        return new Need("model " + manifest.name() + " " + manifest.version(), "its weights, and " + workers + " inputs", 0, weights + workers * manifest.input().bytes(), true);
    }

    private static Settings settings(Options step) {
        return new Settings(step.text("model").orElse(""), step.number("minScore").orElse(null), Labels.of(step.text("labels").orElse(null)),
                step.number("threads").orElse(1.0).intValue());
    }

    @Override
    public Flow flow(Options step, Flow in, Findings findings) {
        findings.takes("infer", in, "put it after a camera", Flow.Kind.FRAMES, Flow.Kind.DETECTIONS, Flow.Kind.CLASSES, Flow.Kind.EMBEDDINGS,
                Flow.Kind.ANOMALIES, Flow.Kind.TENSORS);
        Manifest manifest = manifests.get(step);
        if (manifest == null) {
            return in.to(Flow.Kind.UNKNOWN, Set.of());
        }
        List<String> wanted = settings(step).labels();
        Double least = settings(step).minScore();
        return in.to(Flow.Kind.of(manifest.answer()), Set.copyOf(wanted.isEmpty() ? manifest.labels() : wanted)).atLeast(least == null ? manifest.minScore() : least);
    }
}
