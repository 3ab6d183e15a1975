package io.headwater.uplink;

import io.headwater.exchange.Step;
import io.headwater.exchange.StepAware;
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

    /** The topic, given or by default. */
    String topicName() {
        return topic == null ? channel : topic;
    }

    @Override
    public void prepare(Step step) {
        KafkaName.require("channel", channel);
        KafkaName.require("topic", topicName());
        Outbox.of(getCamelContext()).announce(channel);
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
