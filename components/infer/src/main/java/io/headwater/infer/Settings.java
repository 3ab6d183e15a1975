package io.headwater.infer;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck.Findings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A step's options, and the rules that they keep.
 *
 *  @param minScore null for the model's own
 *  @param labels empty for all that the model knows
 *  @param engine null for the one that the manifest names */
record Settings(String model, @Nullable Double minScore, List<String> labels, int threads, @Nullable Engine engine, Rollout rollout) {
    static final int MOST_THREADS = 64;

    void checkNumbers(Findings findings) {
        if (minScore != null && !(minScore >= 0 && minScore <= 1)) {
            findings.report("minScore", Rule.OUT_OF_RANGE, "infer.minScore is " + minScore + ", must be 0.0–1.0", "minScore: 0.5");
        }
        if (threads < 1 || threads > MOST_THREADS) {
            findings.report("threads", Rule.OUT_OF_RANGE, "infer.threads is " + threads + ", must be 1–" + MOST_THREADS, "threads: 1");
        }
    }

    /** The model's folders, the one to prefer first; empty, and reported with what there is instead, when it is nowhere. */
    List<Path> find(ModelFolders folders, Findings findings) {
        Optional<ModelName> name = ModelName.of(model);
        if (name.isEmpty()) {
            findings.report("model", Rule.MODEL_MISSING, "infer.model is " + model + ", must be a name or name:version", "model: people");
            return List.of();
        }
        List<Path> found = folders.toRun(name.get());
        if (found.isEmpty()) {
            List<String> all = folders.all().stream().map(ModelName::toString).toList();
            List<String> names = name.get().version() == null ? folders.all().stream().map(ModelName::name).distinct().toList() : all;
            String near = Nearest.of(model, names);
            String looked = folders.roots().stream().map(Path::toString).collect(Collectors.joining(", "));
            findings.report("model", Rule.MODEL_MISSING, "infer.model is " + model + ", " + (all.isEmpty() ? "there is no model" : "there are " + Nearest.some(all)) + " in " + looked,
                    near == null ? "put the model into " + folders.roots().getFirst().resolve(name.get().name()).resolve("<version>") : "model: " + near);
        }
        return found;
    }

    void checkLabels(Manifest manifest, Findings findings) {
        for (String label : labels) {
            if (!manifest.labels().contains(label)) {
                String near = Nearest.of(label, manifest.labels());
                findings.report("labels", Rule.LABEL, "infer.labels holds " + label + ", " + manifest.name() + ":" + manifest.version() + " knows "
                        + (manifest.labels().isEmpty() ? "no labels" : Nearest.some(manifest.labels())),
                        near == null ? "remove " + label : "labels: " + near);
            }
        }
    }

    /** What the step asks of a model. */
    Look.Wish wish(Manifest manifest) {
        boolean[] wanted = new boolean[labels.isEmpty() ? 0 : manifest.labels().size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = labels.contains(manifest.labels().get(i));
        }
        return new Look.Wish(minScore == null ? manifest.minScore() : minScore, wanted);
    }
}
