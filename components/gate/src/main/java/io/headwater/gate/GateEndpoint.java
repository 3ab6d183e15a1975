package io.headwater.gate;

import io.headwater.exchange.Labels;
import java.util.Set;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Lets through what matters of a model's answers, by score and label, and counts what it holds back. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "gate", title = "Gate", syntax = "gate:name", producerOnly = true, remote = false,
        category = {Category.TRANSFORMATION})
public final class GateEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the gate, for people to read.")
    @Metadata(required = true)
    private String name;
    @UriParam(displayName = "Least score", description = "Keeps what scored at least this, 0.0 to 1.0.")
    private double minScore;
    @UriParam(description = "Labels to keep, separated by commas; all when absent.")
    private String labels = "";
    @UriParam(displayName = "When nothing is left", defaultValue = "pass", enums = "pass,hold", description = "What happens to an answer of which nothing is left: it passes, empty, so that zero stays visible, or it is held back.")
    private WhenEmpty whenEmpty = WhenEmpty.PASS;
    @UriParam(displayName = "Least count", description = "Holds back an answer of which fewer than this are left, empty ones too. 1 to 100000; when absent, none is.")
    private int minCount;

    GateEndpoint(String uri, GateComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    @Override
    public Producer createProducer() {
        Set<String> keep = Set.copyOf(Labels.of(labels));
        GateCheck.refuse(minScore, keep, whenEmpty, minCount);
        return new GateProducer(this, new Gate(name, minScore, keep, whenEmpty, minCount));
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("gate is a step, not a source: use it in to, after infer");
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public double getMinScore() {
        return minScore;
    }

    public void setMinScore(double minScore) {
        this.minScore = minScore;
    }

    public String getLabels() {
        return labels;
    }

    public void setLabels(String labels) {
        this.labels = labels;
    }

    public WhenEmpty getWhenEmpty() {
        return whenEmpty;
    }

    public void setWhenEmpty(WhenEmpty whenEmpty) {
        this.whenEmpty = whenEmpty;
    }

    public int getMinCount() {
        return minCount;
    }

    public void setMinCount(int minCount) {
        this.minCount = minCount;
    }
}
