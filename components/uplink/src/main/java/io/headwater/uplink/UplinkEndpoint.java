package io.headwater.uplink;

import io.headwater.exchange.Step;
import io.headwater.exchange.StepAware;
import io.headwater.flow.Priority;
import java.time.Duration;
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

/** Keeps records on disk until Kafka has acknowledged them; a step is done with an item once its record is durable. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "uplink", title = "Uplink", syntax = "uplink:channel",
        category = {Category.MESSAGING, Category.IOT}, producerOnly = true, remote = false)
public final class UplinkEndpoint extends DefaultEndpoint implements StepAware {
    @UriPath(description = "Lane of the outbox that the records go by; 1 to 249 letters, digits, dots, dashes, underscores.")
    @Metadata(required = true)
    private String channel = "";
    @UriParam(description = "Kafka topic that the records are for. By default the name of the channel.")
    private @Nullable String topic;

    @UriParam(defaultValue = "NORMAL", description = "Which lanes go first, and are given up last when the outbox is full: alerts HIGH, summaries NORMAL, pictures LOW.")
    private Priority priority = Priority.NORMAL;
    @UriParam(displayName = "Time to live", description = "How long a record may wait for Kafka before it is let go, and counted as expired: 12h, 7d. By default for ever.")
    @Metadata(javaType = "java.time.Duration")
    private @Nullable Duration ttl;
    @UriParam(defaultValue = "OLDEST_FIRST", description = "Which records of the lane go first. After an outage NEWEST_FIRST tells how things stand before how they stood.")
    private OfferOrder order = OfferOrder.OLDEST_FIRST;
    @UriParam(displayName = "When full", defaultValue = "DROP_NEWEST", description = "What to do when the outbox has reached its quota: the route waits (BLOCK), the item fails, so that a source that is acknowledged keeps it (FAIL), the new record is not taken (DROP_NEWEST), the oldest of the lane go (DROP_OLDEST), or its summaries are merged to minutes, ten minutes, hours (THIN).")
    private WhenFull whenFull = WhenFull.DROP_NEWEST;

    @UriParam(defaultValue = "false", displayName = "Exactly once", description = "Sends the lane's records in Kafka's transactions: who reads committed records only sees each once, whatever is killed. Costs throughput, and needs the right to write transactions.")
    private boolean exactlyOnce;

    UplinkEndpoint(String uri, UplinkComponent component) {
        super(uri, component);
    }

    public String getChannel() {
        return channel;
    }

    public void setChannel(String channel) {
        this.channel = channel;
    }

    public @Nullable String getTopic() {
        return topic;
    }

    public void setTopic(@Nullable String topic) {
        this.topic = topic;
    }

    public Priority getPriority() {
        return priority;
    }

    public void setPriority(Priority priority) {
        this.priority = priority;
    }

    public @Nullable Duration getTtl() {
        return ttl;
    }

    public void setTtl(@Nullable Duration ttl) {
        this.ttl = ttl;
    }

    public OfferOrder getOrder() {
        return order;
    }

    public void setOrder(OfferOrder order) {
        this.order = order;
    }

    public WhenFull getWhenFull() {
        return whenFull;
    }

    public void setWhenFull(WhenFull whenFull) {
        this.whenFull = whenFull;
    }

    public boolean isExactlyOnce() {
        return exactlyOnce;
    }

    public void setExactlyOnce(boolean exactlyOnce) {
        this.exactlyOnce = exactlyOnce;
    }

    /** The topic, given or by default. */
    String topicName() {
        return topic == null ? channel : topic;
    }

    @Override
    public void prepare(Step step) {
        KafkaName.require("channel", channel);
        KafkaName.require("topic", topicName());
        Outbox.of(getCamelContext()).announce(channel, new LanePolicy(priority, ttl, order, whenFull, exactlyOnce));
    }

    @Override
    public Producer createProducer() {
        return new UplinkProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("uplink is a sink: a route cannot start from it");
    }
}
