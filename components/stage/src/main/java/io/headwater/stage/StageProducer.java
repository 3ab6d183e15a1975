package io.headwater.stage;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import org.apache.camel.Exchange;

/** Gives a copy of each exchange to its stage; the exchange itself goes on. */
final class StageProducer extends StepProducer {
    private final StageEndpoint endpoint;

    StageProducer(StageEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected Fate handle(Exchange exchange, Item item, Step step) {
        Writer<Parcel> writer = endpoint.writer(step);
        Parcel parcel = Parcel.of(exchange, endpoint, step.host().clock().instant());
        try {
            writer.give(parcel);
        } catch (StageFullException e) {
            parcel.returnTo(exchange);
            throw e;
        }
        return Fate.PASSED;
    }

    @Override
    protected boolean ordered() {
        return endpoint.isOrdered();
    }
}
