package io.headwater.uplink;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/** Makes a record of each item, and is done with it when the record is on disk. */
final class UplinkProducer extends StepProducer {
    private final UplinkEndpoint endpoint;

    UplinkProducer(UplinkEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /** Records come into the outbox in the order of this call; its thread waits for room at most, and for no commit. */
    @Override
    protected CompletionStage<Fate> handleLater(Exchange exchange, Item item, Step step) throws Exception {
        Draft record = new Drafting(endpoint.getChannel(), endpoint.topicName(), step).draft(exchange);
        return Outbox.of(getEndpoint().getCamelContext()).appendLater(record).thenApply(this::fate);
    }

    private Fate fate(Receipt receipt) {
        return switch (receipt) {
            case Receipt.Kept kept -> Fate.ABSORBED;
            case Receipt.AlreadyKept already -> Fate.ABSORBED; // its record is on disk
            case Receipt.Refused refused -> {
                if (endpoint.getWhenFull() == WhenFull.FAIL && refused.reason().equals(Receipt.FULL)) {
                    throw new CompletionException(new OutboxFullException(endpoint.getChannel()));
                }
                yield Fate.dropped(refused.reason());
            }
        };
    }
}
