package io.headwater.gate;

import io.headwater.exchange.Labels;
import java.time.Duration;
import java.util.Objects;
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
import org.jspecify.annotations.Nullable;

/** Lets through what matters of a model's answers, by score, label, zone and line, and counts what it holds back. */
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
    @UriParam(description = "Watches a zone: its corners x,y in fractions of the picture, with semicolons between them: 0.1,0.5;0.5,0.5;0.5,1;0.1,1. What comes must have been tracked.")
    private @Nullable String zone;
    @UriParam(description = "Watches a line: its two ends x,y in fractions of the picture, with a semicolon between them: 0.1,0.5;0.9,0.5. Who crosses it from its left to its right goes in, as seen along it from the first end to the second; swap the ends to swap in and out. What comes must have been tracked.")
    private @Nullable String line;
    @UriParam(displayName = "Objects to keep", defaultValue = "all", enums = "all,entering,inside,leaving,crossing,in,out", description = "Which objects are kept: all, where the gate only tells what became of the place; of a zone entering, inside, leaving; of a line crossing, in, out.")
    private Keep keep = Keep.ALL;
    @UriParam(displayName = "Least stay", defaultValue = "0s", description = "Keeps of those inside or leaving the zone only who has been in it for this long, in event time. 0s to 1 day.")
    private Duration minDwell = Duration.ZERO;
    @UriParam(displayName = "Settled after", defaultValue = "300ms", description = "How long an object must stay on the other side of a line, or of a zone's edge, to have gone there, in event time: who trembles on it does not count again and again. 0s to 1m.")
    private Duration debounce = Duration.ofMillis(300);
    @UriParam(displayName = "Gone after", defaultValue = "3s", description = "How long an object may be unseen before it has left, in event time; not less than the maxLost of the tracker. 0s to 10m.")
    private Duration leftAfter = Duration.ofSeconds(3);
    @UriParam(displayName = "Stands at", defaultValue = "foot", enums = "foot,centre", description = "Which point of its box stands for an object: the middle of its lower edge, or its middle.")
    private Anchor anchor = Anchor.FOOT;

    GateEndpoint(String uri, GateComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    @Override
    public Producer createProducer() {
        Set<String> kept = Set.copyOf(Labels.of(labels));
        String place = zone == null || zone.isBlank() ? line == null || line.isBlank() ? null : line : zone;
        GateCheck.refuse(minScore, kept, whenEmpty, minCount, place != null);
        GateCheck.refuse(zone, line, keep, minDwell, debounce, leftAfter);
        return new GateProducer(this, () -> new Gate(name, minScore, kept, whenEmpty, minCount, place == null ? null : watching()));
    }

    private Watching watching() {
        boolean ofZone = zone != null && !zone.isBlank();
        Watch.Rules rules = new Watch.Rules(name, ofZone ? Outline.zone(zone) : Outline.line(Objects.requireNonNull(line)), debounce, leftAfter);
        return new Watching(name, () -> ofZone ? new ZoneWatch(rules) : new LineWatch(rules), anchor, keep, minDwell);
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

    public @Nullable String getZone() {
        return zone;
    }

    public void setZone(@Nullable String zone) {
        this.zone = zone;
    }

    public @Nullable String getLine() {
        return line;
    }

    public void setLine(@Nullable String line) {
        this.line = line;
    }

    public Keep getKeep() {
        return keep;
    }

    public void setKeep(Keep keep) {
        this.keep = keep;
    }

    public Duration getMinDwell() {
        return minDwell;
    }

    public void setMinDwell(Duration minDwell) {
        this.minDwell = minDwell;
    }

    public Duration getDebounce() {
        return debounce;
    }

    public void setDebounce(Duration debounce) {
        this.debounce = debounce;
    }

    public Duration getLeftAfter() {
        return leftAfter;
    }

    public void setLeftAfter(Duration leftAfter) {
        this.leftAfter = leftAfter;
    }

    public Anchor getAnchor() {
        return anchor;
    }

    public void setAnchor(Anchor anchor) {
        this.anchor = anchor;
    }
}
