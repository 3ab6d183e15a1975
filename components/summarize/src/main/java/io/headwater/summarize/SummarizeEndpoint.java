package io.headwater.summarize;

import io.headwater.exchange.Labels;
import io.headwater.exchange.StateStore;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepAware;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Sums up windows of event time, by source: how many of each label a picture showed, or how a sensor's values were spread. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "summarize", title = "Summarize", syntax = "summarize:name", producerOnly = true,
        remote = false, category = {Category.TRANSFORMATION})
public final class SummarizeEndpoint extends DefaultEndpoint implements StepAware {
    private final Map<String, Windows> windows = new ConcurrentHashMap<>();
    private final Map<Step, Summarizing> running = new ConcurrentHashMap<>();

    @UriPath(description = "Name of what is summed up, for people to read.")
    @Metadata(required = true)
    private String name;
    @UriParam(defaultValue = "10s", description = "Length of a window. Windows follow each other without a gap and are aligned to 1970-01-01T00:00Z in event time. 100ms to 7 days.")
    private Duration window = Duration.ofSeconds(10);
    @UriParam(displayName = "Windows apart by", defaultValue = "source", enums = "source", description = "What windows are kept apart by: each camera or sensor has windows of its own.")
    private By by = By.SOURCE;
    @UriParam(displayName = "Idle after", defaultValue = "2s", description = "A live source that gives nothing for this long has its window closed this long after the window's end. 0s to 1 day.")
    private Duration idleAfter = Duration.ofSeconds(2);
    @UriParam(displayName = "Most sources", defaultValue = "1000", description = "How many sources can have windows; items of further ones are dropped as too many keys. 1 to 100000.")
    private int maxKeys = 1000;
    @UriParam(displayName = "Live within", defaultValue = "5s", description = "A source is live when its first item happened within this of its arrival. An item of a live source that is further ahead fails as from the future. 0s to 1 day.")
    private Duration skew = Duration.ofSeconds(5);
    @UriParam(description = "Labels, separated by commas, that every window reports, found or not. Labels that were found in an earlier window are reported anyway.")
    private String labels = "";

    SummarizeEndpoint(String uri, SummarizeComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    @Override
    public void prepare(Step step) throws InterruptedException {
        for (Range range : Range.ALL) {
            range.refuse(this);
        }
        if (maxKeys < 1 || maxKeys > Settings.MOST_KEYS) {
            throw new IllegalArgumentException("summarize.maxKeys is " + maxKeys + ", must be 1–" + Settings.MOST_KEYS);
        }
        refuseInside(step);
        Optional<StateStore> store = StateStore.of(getCamelContext());
        Windows of = windows.get(step.toString());
        boolean first = of == null;
        if (of == null) {
            of = new Windows(settings(step), step.host().clock());
        }
        Keeping keeping = store.isPresent() ? new Keeping(step.toString(), of, store.get()) : null;
        if (!first) {
            of.restart();
        } else if (keeping != null) {
            keeping.restore();
        }
        windows.put(step.toString(), of);
        Summarizing work = new Summarizing(step.toString(), of, step.account(), step.tail()::send, keeping);
        step.host().ledger().equation(step.account(), "absorbed = in windows made + in open windows", work::difference);
        running.put(step, work);
        work.start(step.tail()::isOpen);
    }

    private Settings settings(Step step) {
        Set<String> always = Set.copyOf(Labels.of(labels));
        return new Settings(step.route(), step.id(), window, idleAfter, skew, maxKeys, always);
    }

    /** A window goes on through the steps after this one, which only the route's own list of steps can tell. */
    private void refuseInside(Step step) {
        RouteDefinition route = getCamelContext() instanceof ModelCamelContext model ? model.getRouteDefinition(step.route()) : null;
        if (route == null || route.getOutputs().stream().noneMatch(o -> step.id().equals(o.getId()))) {
            throw new IllegalArgumentException("summarize:" + name + " at " + step + " stands inside another step or outside a route: "
                    + SummarizeCheck.PLACE_FIX);
        }
    }

    @Override
    public void flush(Step step) {
        Summarizing work = running.get(step);
        if (work != null) {
            work.flush();
        }
    }

    @Override
    public void release(Step step) {
        Summarizing work = running.remove(step);
        if (work != null) {
            work.close();
        }
    }

    Summarizing running(Step step) {
        Summarizing work = running.get(step);
        if (work == null) {
            throw new IllegalStateException("summarize:" + name + " at " + step + " is stopped");
        }
        return work;
    }

    @Override
    public Producer createProducer() {
        return new SummarizeProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("summarize is a step, not a source: use it in to, after a source");
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public Duration getWindow() {
        return window;
    }

    public void setWindow(Duration window) {
        this.window = window;
    }

    public By getBy() {
        return by;
    }

    public void setBy(By by) {
        this.by = by;
    }

    public Duration getIdleAfter() {
        return idleAfter;
    }

    public void setIdleAfter(Duration idleAfter) {
        this.idleAfter = idleAfter;
    }

    public int getMaxKeys() {
        return maxKeys;
    }

    public void setMaxKeys(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    public Duration getSkew() {
        return skew;
    }

    public void setSkew(Duration skew) {
        this.skew = skew;
    }

    public String getLabels() {
        return labels;
    }

    public void setLabels(String labels) {
        this.labels = labels;
    }
}
