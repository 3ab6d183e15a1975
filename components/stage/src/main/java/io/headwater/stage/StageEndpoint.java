package io.headwater.stage;

import io.headwater.exchange.Step;
import io.headwater.exchange.StepAware;
import io.headwater.flow.ByteSize;
import io.headwater.flow.Overflow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** A bounded queue between two routes: to it in one, from it in another. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "stage", title = "Stage", syntax = "stage:name", remote = false,
        category = {Category.CORE})
public final class StageEndpoint extends DefaultEndpoint implements StepAware, MultipleConsumersSupport {
    private final Map<Step, Writer<Parcel>> writers = new ConcurrentHashMap<>();

    @UriPath(description = "Name of the stage; the same in the routes that write into it and in the one that reads it.")
    @Metadata(required = true)
    private String name;
    @UriParam(displayName = "Capacity (items)", label = "producer", defaultValue = "100", description = "How many items it holds. 1 to 100000.")
    private int capacity = 100;
    @UriParam(displayName = "Capacity (bytes)", label = "producer", description = "How many bytes its items may hold together, as in 64MiB, 500kB or 1000000; no limit when absent. An item that is larger is let in alone.")
    private @Nullable String maxBytes;
    @UriParam(displayName = "When full", label = "producer", defaultValue = "BLOCK", enums = "BLOCK,DROP_OLDEST,DROP_NEWEST,FAIL", description = "What happens when it is full: who writes waits, the oldest item is dropped, the new item is dropped, or the new item fails.")
    private Overflow overflow = Overflow.BLOCK;
    @UriParam(displayName = "Keep the order", label = "producer", defaultValue = "true", description = "Whether items enter in the order of their source; else as they come from its workers.")
    private boolean ordered = true;
    @UriParam(label = "consumer", defaultValue = "1", description = "How many items the reading route works on side by side; steps that need order have it in any case. 1 to 256.")
    private int workers = 1;

    @UriParam(displayName = "Order by key", label = "consumer", description = "What keeps items in order: source (the camera or sensor), or an expression in Camel's Simple language such as ${header.machine}. "
            + "Items of one key go through the reading route one after the other, those of others side by side, in no order. Absent: the order of all.")
    private @Nullable String key;
    @UriParam(displayName = "Too old after", label = "consumer", javaType = "java.time.Duration", description = "How old an item may be when work on it would begin, since this box saw it first; older ones are dropped as late. Absent: any age.")
    private @Nullable Duration maxAge;

    StageEndpoint(String uri, StageComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    @Override
    public void prepare(Step step) {
        Settings settings = settings();
        Stage<Parcel> stage = Stages.named(step.host(), name);
        Writer<Parcel> writer = new Writer<>(stage, step.account(), () -> sourceStops(step.route()));
        stage.enter(writer, settings);
        writers.put(step, writer);
        if (isCounted(step)) {
            step.host().ledger().equation(step.account(), "passed = given to stage " + name, writer::difference);
        }
    }

    /** Whether the step's book is kept; it is not where the stage is used without a route, by a template. */
    private boolean isCounted(Step step) {
        return getCamelContext() instanceof ModelCamelContext model && model.getRouteDefinition(step.route()) != null;
    }

    private Settings settings() {
        if (capacity < 1 || capacity > Settings.MOST_CAPACITY) {
            throw new IllegalArgumentException("stage.capacity is " + capacity + ", must be 1–" + Settings.MOST_CAPACITY);
        }
        String bytes = maxBytes;
        long limit = bytes == null ? Long.MAX_VALUE
                : ByteSize.parse(bytes).orElseThrow(() -> new IllegalArgumentException(StageCheck.noSize(bytes)));
        return new Settings(capacity, limit, overflow);
    }

    /** Whether the source of a route is being stopped, so that who waits in it should wait no longer. */
    private boolean sourceStops(String route) {
        if (getCamelContext().isStopping()) {
            return true;
        }
        Route known = getCamelContext().getRoute(route);
        ServiceStatus status = known != null && known.getConsumer() instanceof StatefulService s ? s.getStatus() : null;
        return status != null && (status.isStopping() || status.isStopped() || status.isSuspending() || status.isSuspended());
    }

    /** The route that writes has drained. Once all who write have, and the reading route is through with what was in the stage,
     *  that route drains too: so windows behind a stage are handed on at the end of a file. */
    @Override
    public void flush(Step step) {
        Writer<Parcel> writer = writers.get(step);
        if (writer == null) {
            return;
        }
        writer.done();
        Stage<Parcel> stage = writer.stage();
        Reading<Parcel> reader = stage.reader();
        if (reader != null && stage.isDone() && reader.awaitQuiet(StageConsumer.PATIENCE)) {
            step.host().steps().flush(reader.route());
        }
    }

    @Override
    public void release(Step step) {
        Writer<Parcel> writer = writers.remove(step);
        if (writer != null) {
            writer.done();
            writer.stage().leave(writer);
        }
    }

    Writer<Parcel> writer(Step step) {
        Writer<Parcel> writer = writers.get(step);
        if (writer == null) {
            throw new IllegalStateException("stage:" + name + " at " + step + " is stopped");
        }
        return writer;
    }

    @Override
    public Producer createProducer() {
        return new StageProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        StageConsumer consumer = new StageConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** How items come out, as the options say. */
    Way<Parcel> way(InstantSource clock) {
        if (workers < 1 || workers > Settings.MOST_WORKERS) {
            throw new IllegalArgumentException("stage.workers is " + workers + ", must be 1–" + Settings.MOST_WORKERS);
        }
        String keyText = key;
        if (keyText != null && !Key.isKey(keyText)) {
            throw new IllegalArgumentException(StageCheck.noKey(keyText));
        }
        Key by = keyText == null ? null : new Key(keyText, name, getCamelContext());
        Duration age = maxAge;
        if (age != null && !age.isPositive()) {
            throw new IllegalArgumentException("stage.maxAge is " + age + ", must be above 0");
        }
        Predicate<Parcel> late = age == null ? parcel -> false : parcel -> parcel.came().plus(age).isBefore(clock.instant());
        return new Way<>(workers, by == null ? null : parcel -> parcel.key(by), late);
    }

    /** So that the refusal of a second reader is ours, which names the stage and both routes. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public int getCapacity() {
        return capacity;
    }

    public void setCapacity(int capacity) {
        this.capacity = capacity;
    }

    public @Nullable String getMaxBytes() {
        return maxBytes;
    }

    public void setMaxBytes(@Nullable String maxBytes) {
        this.maxBytes = maxBytes;
    }

    public Overflow getOverflow() {
        return overflow;
    }

    public void setOverflow(Overflow overflow) {
        this.overflow = overflow;
    }

    public boolean isOrdered() {
        return ordered;
    }

    public void setOrdered(boolean ordered) {
        this.ordered = ordered;
    }

    public int getWorkers() {
        return workers;
    }

    public void setWorkers(int workers) {
        this.workers = workers;
    }

    public @Nullable String getKey() {
        return key;
    }

    public void setKey(@Nullable String key) {
        this.key = key;
    }

    public @Nullable Duration getMaxAge() {
        return maxAge;
    }

    public void setMaxAge(@Nullable Duration maxAge) {
        this.maxAge = maxAge;
    }
}
