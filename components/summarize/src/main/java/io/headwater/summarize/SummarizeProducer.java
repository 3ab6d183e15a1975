package io.headwater.summarize;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import org.apache.camel.Exchange;

/** Puts each item into its window, in the order of its source. */
final class SummarizeProducer extends StepProducer {
    private final SummarizeEndpoint endpoint;

    SummarizeProducer(SummarizeEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected Fate handle(Exchange exchange, Item item, Step step) {
        return endpoint.running(step).add(exchange.getMessage().getBody());
    }

    @Override
    protected boolean ordered() {
        return true;
    }
}
