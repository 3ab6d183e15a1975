package io.headwater.summarize;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Puts each item into its window, in the order of its source. Where its source is told that it is safe, it is on disk by then. */
final class SummarizeProducer extends StepProducer {
    private final SummarizeEndpoint endpoint;

    SummarizeProducer(SummarizeEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected @Nullable CompletionStage<Fate> handleLater(Exchange exchange, Item item, Step step) {
        return item.isAcknowledged() ? endpoint.running(step).addDurably(exchange.getMessage().getBody(), id(exchange)) : null;
    }

    @Override
    protected Fate handle(Exchange exchange, Item item, Step step) {
        return endpoint.running(step).add(exchange.getMessage().getBody(), id(exchange));
    }

    /** By what its source would give the item again; null when the route does not say. */
    private static @Nullable String id(Exchange exchange) {
        String given = exchange.getMessage().getHeader("CamelCloudEventID", String.class);
        return given == null || given.isBlank() ? null : given;
    }

    @Override
    protected boolean ordered() {
        return true;
    }
}
