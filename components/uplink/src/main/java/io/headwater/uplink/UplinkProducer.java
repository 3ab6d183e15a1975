package io.headwater.uplink;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import org.apache.camel.Exchange;

/** Makes a record of each item, and is done with it when the record is on disk. */
final class UplinkProducer extends StepProducer {
    private final UplinkEndpoint endpoint;

    UplinkProducer(UplinkEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected Fate handle(Exchange exchange, Item item, Step step) throws Exception {
        Draft record = new Drafting(endpoint.getChannel(), endpoint.topicName(), step).draft(exchange);
        return switch (Outbox.of(getEndpoint().getCamelContext()).append(record)) {
            case Receipt.Kept kept -> Fate.ABSORBED;
            case Receipt.AlreadyKept already -> Fate.ABSORBED; // its record is on disk
            case Receipt.Refused refused -> {
                if (endpoint.getWhenFull() == WhenFull.FAIL && refused.reason().equals(Receipt.FULL)) {
                    throw new OutboxFullException(endpoint.getChannel());
                }
                yield Fate.dropped(refused.reason());
            }
        };
    }
}
