package io.headwater.infer;

import ai.onnxruntime.OrtException;
import io.headwater.exchange.Host;
import io.headwater.exchange.Labels;
import io.headwater.exchange.Problem;
import io.headwater.exchange.RefusedException;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepAware;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Runs a model on each frame. */
@UriEndpoint(firstVersion = "0.1.0", scheme = InferEndpoint.SCHEME, title = "Infer", syntax = "infer:model", category = {Category.AI, Category.IOT}, producerOnly = true,
        remote = false)
public final class InferEndpoint extends DefaultEndpoint implements StepAware {
    static final String SCHEME = "infer";

    @UriPath(description = "Name of the model, as in people, or name and version, as in people:1.0.0. Without a version the highest is taken."
            + " Looked for in models/ beside the route's file, then in headwater.models.dir.")
    @Metadata(required = true)
    private String model = "";
    @UriParam(displayName = "Least score", description = "Findings below this score, 0.0 to 1.0, are left out. Without it the model's own least score holds.", label = "producer")
    private @Nullable Double minScore;
    @UriParam(description = "Labels to keep, parted by commas; the model must know each. Without it all are kept.", label = "producer")
    private @Nullable String labels;
    @UriParam(displayName = "Threads of a run", description = "Threads that one run works with. Several workers with one thread each are faster than one worker with several threads.",
            defaultValue = "1", label = "producer,advanced")
    private int threads = 1;

    private final List<Ready> ready = new CopyOnWriteArrayList<>();

    /** A step with its model; found by identity, since each exchange looks it up. */
    private record Ready(Step step, LoadedModel model, Look.Wish wish) {}

    InferEndpoint(String uri, InferComponent component) {
        super(uri, component);
    }

    Inference look(Frame frame, Step step) throws OrtException {
        for (Ready r : ready) {
            if (r.step == step) {
                return r.model.look(frame, r.wish);
            }
        }
        throw new IllegalStateException("step " + step + " was not prepared, or has been released");
    }

    @Override
    public boolean computes() {
        return true;
    }

    @Override
    public void prepare(Step step) {
        Settings settings = new Settings(model, minScore, Labels.of(labels), threads);
        RoutePlace findings = new RoutePlace(getCamelContext(), step);
        settings.checkNumbers(findings);
        Models models = models(step.host());
        LoadedModel loaded = settings.find(ModelFolders.of(step.folder(), step.host().models()), findings).map(folder -> {
            List<Problem> problems = new ArrayList<>();
            LoadedModel acquired = models.acquire(folder, Math.clamp(threads, 1, Settings.MOST_THREADS), problems);
            problems.forEach(findings::report);
            return acquired;
        }).orElse(null);
        if (loaded != null) {
            settings.checkLabels(loaded.manifest(), findings);
        }
        if (Problem.anyError(findings.problems())) {
            if (loaded != null) {
                models.release(loaded);
            }
            throw new RefusedException(findings.problems());
        }
        if (loaded == null) {
            throw new IllegalStateException("model " + model + " was neither loaded nor refused");
        }
        ready.add(new Ready(step, loaded, settings.wish(loaded.manifest())));
    }

    @Override
    public void release(Step step) {
        for (Ready r : ready) {
            if (r.step == step && ready.remove(r)) {
                step.host().sharedIfMade(Models.class).ifPresent(models -> models.release(r.model)); // else closed with the host
            }
        }
    }

    private static Models models(Host host) {
        return host.shared(Models.class, h -> new Models());
    }

    @Override
    public Producer createProducer() {
        return new InferProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("infer is a step: write it as to, not as from");
    }

    public String getModel() {
        return model;
    }

    public void setModel(String model) {
        this.model = model;
    }

    public @Nullable Double getMinScore() {
        return minScore;
    }

    public void setMinScore(@Nullable Double minScore) {
        this.minScore = minScore;
    }

    public @Nullable String getLabels() {
        return labels;
    }

    public void setLabels(@Nullable String labels) {
        this.labels = labels;
    }

    public int getThreads() {
        return threads;
    }

    public void setThreads(int threads) {
        this.threads = threads;
    }
}
