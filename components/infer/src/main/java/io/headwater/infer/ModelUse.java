package io.headwater.infer;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.Step;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step's use of a model, of which another version may take over between two frames.
 *  <p>Ownership: holds its versions until {@link #close}; what is no longer needed is given back to {@link Models}, which frees it once the
 *  frames that are in it are through.
 *  <p>Threading: {@link #look} from any worker; all else by {@link ModelVersions}, under its lock. */
final class ModelUse {
    private final Step step;
    private final Settings settings;
    private final ModelFolders folders;
    private final Models models;
    private volatile Running running;

    /** @param canary a new version that gets its share of the frames */
    private record Running(Version inUse, @Nullable Candidate canary, @Nullable Candidate shadow) {}

    ModelUse(Step step, Settings settings, ModelFolders folders, Models models, Version first) {
        this.step = step;
        this.settings = settings;
        this.folders = folders;
        this.models = models;
        this.running = new Running(first, null, null);
    }

    Inference look(Frame frame) throws EngineException {
        while (true) {
            Running now = running;
            Candidate beside = now.canary != null ? now.canary : now.shadow;
            Inference answer = beside != null && beside.wants(frame) ? beside.look(frame, now.inUse) : now.inUse.look(frame);
            if (answer != null) {
                return answer;
            }
            if (running == now) {
                throw new IllegalStateException("model " + now.inUse.model().id() + " is closed");
            } // else another version has taken over between the look and the run
        }
    }

    Step step() {
        return step;
    }

    Settings settings() {
        return settings;
    }

    ModelFolders folders() {
        return folders;
    }

    /** The model's name, whatever the version. */
    String name() {
        return ModelName.of(settings.model()).orElseThrow().name();
    }

    /** Whether the route leaves the version open. */
    boolean isOpen() {
        return ModelName.of(settings.model()).orElseThrow().version() == null;
    }

    Version inUse() {
        return running.inUse;
    }

    @Nullable Candidate canary() {
        return running.canary;
    }

    @Nullable Candidate shadow() {
        return running.shadow;
    }

    List<Candidate> beside() {
        Running now = running;
        List<Candidate> all = new ArrayList<>();
        if (now.canary != null) {
            all.add(now.canary);
        }
        if (now.shadow != null) {
            all.add(now.shadow);
        }
        return all;
    }

    ModelLine.StepLine line() {
        return new ModelLine.StepLine(step.route(), step.id(), inUse().name(), !isOpen(), beside().stream().map(Candidate::line).toList());
    }

    /** Reports why another version cannot take over: the route was checked with the answers and labels of the one in use. */
    void fits(Version next, List<Problem> problems) {
        Manifest now = running.inUse.model().manifest();
        Manifest other = next.model().manifest();
        Path at = other.folder().resolve(ModelFolders.MANIFEST);
        String fix = "name the version in the route, so that the steps behind are checked with it";
        if (now.answer() != other.answer()) {
            problems.add(new Problem(at, 1, 1, Rule.FLOW, other.name() + " " + other.version() + " answers " + other.answer().getSimpleName() + ", " + now.version() + " in step " + step + " answers "
                    + now.answer().getSimpleName(), fix, ModelVersions.SEE));
        }
        List<String> missing = now.labels().stream().filter(l -> !other.labels().contains(l)).toList();
        if (!missing.isEmpty()) {
            problems.add(new Problem(at, 1, 1, Rule.LABEL, other.name() + " " + other.version() + " does not know " + String.join(", ", missing) + ", which " + now.version() + " in step " + step + " knows",
                    fix, ModelVersions.SEE));
        }
    }

    /** Another version takes over from the next frame on; what runs now is given back. */
    void takeOver(Version next) {
        Running now = running;
        running = new Running(next, null, now.shadow);
        models.release(now.inUse.model());
        if (now.canary != null) {
            give(now.canary);
        }
    }

    /** The version that is tried takes over from the next frame on. */
    void promote() {
        Running now = running;
        Candidate canary = now.canary;
        if (canary != null) {
            canary.stop();
            running = new Running(canary.version(), null, now.shadow);
            models.release(now.inUse.model());
        }
    }

    void attempt(Candidate canary) {
        Running now = running;
        running = new Running(now.inUse, canary, now.shadow);
        if (now.canary != null) {
            give(now.canary);
        }
    }

    void endTrial() {
        Running now = running;
        running = new Running(now.inUse, null, now.shadow);
        if (now.canary != null) {
            give(now.canary);
        }
    }

    void shadow(@Nullable Candidate shadow) {
        Running now = running;
        running = new Running(now.inUse, now.canary, shadow);
        if (now.shadow != null) {
            give(now.shadow);
        }
    }

    private void give(Candidate gone) {
        gone.stop();
        models.release(gone.version().model());
    }

    void close() {
        endTrial();
        shadow(null);
        models.release(running.inUse.model());
    }
}
