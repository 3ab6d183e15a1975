package io.headwater.infer;

import io.headwater.exchange.Durations;
import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Labels;
import io.headwater.exchange.Nearest;
import io.headwater.exchange.Need;
import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** Checks an {@code infer} step: the model is there, its manifest is right, its file has the digest and the tensors that the
 *  manifest states, and it knows the labels. Opens each model's file once, and runs nothing.
 *  <p>Threading: one thread. */
public final class InferCheck implements StepCheck {
    private final Map<Look, Seen> models = new HashMap<>();
    /** The manifest of each step that was checked and has one. */
    private final Map<Options, Manifest> manifests = new HashMap<>();

    private record Look(Path folder, @Nullable Engine engine) {}

    /** A model that was looked at. */
    private record Seen(@Nullable Manifest manifest, List<Problem> problems) {
        static Seen of(Path folder, @Nullable Engine engine) {
            List<Problem> problems = new ArrayList<>();
            ModelFile file = ModelFile.open(folder, new Opening(1, false, engine), problems);
            try (EngineModel onnx = file.model()) {
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
        Settings settings = settings(step, findings);
        settings.checkNumbers(findings);
        if (settings.model().isEmpty()) {
            return; // a missing option has been reported
        }
        ModelFolders folders = ModelFolders.of(step.folder(), step.models());
        Seen seen = seen(settings.find(folders, findings), settings.engine());
        if (seen == null) {
            return;
        }
        seen.problems.forEach(findings::report);
        Manifest manifest = seen.manifest;
        if (manifest != null) {
            settings.checkLabels(manifest, findings);
            manifests.put(step, manifest);
            checkShadow(settings, manifest, folders, findings);
        }
    }

    /** The first that can be run, as the box would choose; the first of all where none can. */
    private @Nullable Seen seen(List<Path> folders, @Nullable Engine engine) {
        return folders.stream().map(folder -> seen(folder, engine)).filter(s -> !Problem.anyError(s.problems)).findFirst().orElse(folders.isEmpty() ? null : seen(folders.getFirst(), engine));
    }

    private Seen seen(Path folder, @Nullable Engine engine) {
        return models.computeIfAbsent(new Look(folder.toAbsolutePath().normalize(), engine), look -> Seen.of(folder, engine));
    }

    private void checkShadow(Settings settings, Manifest manifest, ModelFolders folders, Findings findings) {
        String shadow = settings.rollout().shadow();
        if (shadow == null) {
            return;
        }
        Path folder = folders.folder(new ModelName(manifest.name(), shadow)).orElse(null);
        if (folder == null) {
            String near = Nearest.of(shadow, folders.versions(manifest.name()));
            findings.report("shadow", Rule.MODEL_MISSING, "infer.shadow is " + shadow + ", of " + manifest.name() + " there are " + Nearest.some(folders.versions(manifest.name())),
                    near == null ? "put the version there, or remove shadow" : "shadow: " + near);
            return;
        }
        Seen seen = seen(folder, settings.engine());
        seen.problems.forEach(findings::report);
        if (seen.manifest != null) {
            settings.checkLabels(seen.manifest, findings);
        }
    }

    @Override
    public Explanation explain(Options step, Flow in) {
        Settings settings = settings(step);
        Seen seen = seen(settings.find(ModelFolders.of(step.folder(), step.models()), Findings.NONE), settings.engine());
        Manifest manifest = seen == null ? null : seen.manifest;
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
        told = rollout(settings.rollout(), told);
        return told.does("A picture in which nothing is found passes on, with an empty answer; none is dropped.")
                .does(settings.threads() == 1 ? "Each run takes one thread." : "Each run takes " + settings.threads() + " threads.")
                .loses(Explanation.BY_EXCEPTION, "pictures on which the model fails" + (in.kind() == Flow.Kind.UNKNOWN ? "; what is no picture" : ""));
    }

    private static Explanation rollout(Rollout rollout, Explanation told) {
        Explanation all = told;
        if (rollout.shadow() != null) {
            all = all.does("Version " + rollout.shadow() + " runs on each picture as well, and is compared; nothing of it goes on.");
        }
        if (rollout.canary() > 0) {
            String when = rollout.by() == CanaryBy.TIME ? "the first part of every minute" : "all pictures of some cameras";
            all = all.does("Another version gets " + RollbackOn.number(100 * rollout.canary()) + " % of the pictures at first, " + when + ", and takes over after "
                    + TimeUtils.printDuration(rollout.promoteAfter(), false) + ".")
                    .does("It is rolled back as soon as " + String.join("; or ", rollout.rollbackOn().words()) + ".");
        }
        if (rollout.update() == Update.NEWEST) {
            all = all.does("A higher version takes over by itself, once it is there.");
        }
        return all;
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
        return settings(step, Findings.NONE);
    }

    private static Settings settings(Options step, Findings findings) {
        String model = step.text("model").orElse("");
        Rollout rollout = Rollout.read(model, step.text("shadow").orElse(null), step.text("canary").orElse(null),
                step.text("canaryBy").map(CanaryBy::valueOf).orElse(CanaryBy.TIME), step.text("promoteAfter").map(Durations::of).orElse(Rollout.NONE.promoteAfter()),
                step.text("rollbackOn").orElse(RollbackOn.DEFAULT), step.text("update").map(Update::valueOf).orElse(Update.MANUAL), findings);
        return new Settings(model, step.number("minScore").orElse(null), Labels.of(step.text("labels").orElse(null)), step.number("threads").orElse(1.0).intValue(), step.text("engine").map(Engine::valueOf).orElse(null), rollout);
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
