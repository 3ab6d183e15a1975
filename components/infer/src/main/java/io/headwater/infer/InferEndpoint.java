package io.headwater.infer;

import io.headwater.exchange.Labels;
import io.headwater.exchange.Problem;
import io.headwater.exchange.RefusedException;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepAware;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import java.time.Duration;
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

    @UriPath(description = "Name of the model, as in people, or name and version, as in people:1.0.0. Without a version the one in use on this box is taken, at first the highest."
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
    @UriParam(description = "What runs the model, in the place of the engine that its manifest names. OpenCV takes ONNX of float32, a picture at a time, with one thread a run.", enums = "ONNXRUNTIME,OPENCV", label = "producer,advanced")
    private @Nullable Engine engine;

    @UriParam(displayName = "Version in the shadow", description = "A version that runs on each picture beside the one in use: its answers are compared, none goes on. Costs as much again.", label = "producer,advanced")
    private @Nullable String shadow;
    @UriParam(displayName = "Share of a new version", description = "Share of the pictures that another version gets at first, as in 10%: it is compared with the one in use and takes over after promoteAfter, or is rolled back. Without it another version takes over at once.", label = "producer,advanced")
    private @Nullable String canary;
    @UriParam(displayName = "Share by", description = "Whether the share is the first part of every minute, or all pictures of some cameras.", defaultValue = "TIME", enums = "TIME,CAMERA", label = "producer,advanced")
    private CanaryBy canaryBy = CanaryBy.TIME;
    @UriParam(displayName = "Takes over after", description = "How long another version is tried before it takes over. Only with canary.", defaultValue = "10m", javaType = "java.time.Duration", label = "producer,advanced")
    private Duration promoteAfter = Rollout.NONE.promoteAfter();
    @UriParam(displayName = "Rolled back on", description = "What a version that is tried may not do: take longer than so many times the latency of the one in use (p99=3x, or p99=80ms), fail (errors=1%), say what the one in use does not (disagreement=50%). What is not named is not looked at.",
            defaultValue = RollbackOn.DEFAULT, label = "producer,advanced")
    private String rollbackOn = RollbackOn.DEFAULT;
    @UriParam(displayName = "New versions", description = "Whether another version takes over by a person's command, or a higher one by itself once it is there.", defaultValue = "MANUAL", enums = "MANUAL,NEWEST", label = "producer,advanced")
    private Update update = Update.MANUAL;

    /** By identity of the step, since each exchange looks it up. */
    private final List<ModelUse> uses = new CopyOnWriteArrayList<>();

    InferEndpoint(String uri, InferComponent component) {
        super(uri, component);
    }

    Inference look(Frame frame, Step step) throws EngineException {
        for (ModelUse use : uses) {
            if (use.step() == step) {
                return use.look(frame);
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
        RoutePlace findings = new RoutePlace(getCamelContext(), step);
        Rollout rollout = Rollout.read(model, shadow, canary, canaryBy, promoteAfter, rollbackOn, update, findings);
        Settings settings = new Settings(model, minScore, Labels.of(labels), threads, engine, rollout);
        settings.checkNumbers(findings);
        ModelVersions versions = step.host().shared(ModelVersions.class, ModelVersions::of);
        ModelUse use = versions.open(step, settings, findings);
        if (Problem.anyError(findings.problems())) {
            if (use != null) {
                versions.close(use);
            }
            throw new RefusedException(findings.problems());
        }
        if (use == null) {
            throw new IllegalStateException("model " + model + " was neither loaded nor refused");
        }
        uses.add(use);
    }

    @Override
    public void release(Step step) {
        for (ModelUse use : uses) {
            if (use.step() == step && uses.remove(use)) {
                step.host().sharedIfMade(ModelVersions.class).ifPresent(versions -> versions.close(use)); // else closed with the host
            }
        }
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

    public @Nullable Engine getEngine() {
        return engine;
    }

    public void setEngine(@Nullable Engine engine) {
        this.engine = engine;
    }

    public @Nullable String getShadow() {
        return shadow;
    }

    public void setShadow(@Nullable String shadow) {
        this.shadow = shadow;
    }

    public @Nullable String getCanary() {
        return canary;
    }

    public void setCanary(@Nullable String canary) {
        this.canary = canary;
    }

    public CanaryBy getCanaryBy() {
        return canaryBy;
    }

    public void setCanaryBy(CanaryBy canaryBy) {
        this.canaryBy = canaryBy;
    }

    public Duration getPromoteAfter() {
        return promoteAfter;
    }

    public void setPromoteAfter(Duration promoteAfter) {
        this.promoteAfter = promoteAfter;
    }

    public String getRollbackOn() {
        return rollbackOn;
    }

    public void setRollbackOn(String rollbackOn) {
        this.rollbackOn = rollbackOn;
    }

    public Update getUpdate() {
        return update;
    }

    public void setUpdate(Update update) {
        this.update = update;
    }
}
