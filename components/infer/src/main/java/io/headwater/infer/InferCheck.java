package io.headwater.infer;

import io.headwater.exchange.Flow;
import io.headwater.exchange.Problem;
import io.headwater.exchange.StepCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks an {@code infer} step: the model is there, its manifest is right, its file has the digest and the tensors that the
 *  manifest states, and it knows the labels. Opens each model's file once, and runs nothing.
 *  <p>Threading: one thread. */
public final class InferCheck implements StepCheck {
    private final Map<Path, Seen> models = new HashMap<>();

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
        seen(step, settings, findings).ifPresent(seen -> {
            seen.problems.forEach(findings::report);
            if (seen.manifest != null) {
                settings.checkLabels(seen.manifest, findings);
            }
        });
    }

    private static Settings settings(Options step) {
        return new Settings(step.text("model").orElse(""), step.number("minScore").orElse(null), Settings.labels(step.text("labels").orElse(null)),
                step.number("threads").orElse(1.0).intValue());
    }

    private Optional<Seen> seen(Options step, Settings settings, Findings findings) {
        if (settings.model().isEmpty()) {
            return Optional.empty(); // a missing option has been reported
        }
        return settings.find(ModelFolders.of(step.folder(), step.models()), findings)
                .map(folder -> models.computeIfAbsent(folder.toAbsolutePath().normalize(), f -> Seen.of(folder)));
    }

    @Override
    public Flow flow(Options step, Flow in, Findings findings) {
        findings.takes("infer", in, "put it after a camera", Flow.Kind.FRAMES, Flow.Kind.DETECTIONS, Flow.Kind.CLASSES, Flow.Kind.EMBEDDINGS,
                Flow.Kind.ANOMALIES, Flow.Kind.TENSORS);
        Settings settings = settings(step);
        Manifest manifest = seen(step, settings, Findings.NONE).map(Seen::manifest).orElse(null);
        if (manifest == null) {
            return in.to(Flow.Kind.UNKNOWN, Set.of());
        }
        Set<String> labels = Set.copyOf(settings.labels().isEmpty() ? manifest.labels() : settings.labels());
        return in.to(Flow.Kind.of(manifest.answer()), labels);
    }
}
