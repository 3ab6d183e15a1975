package io.headwater.gate;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Puts the narrowed answer in the place of the one that came; in the order of the source where it watches a place. Each start watches
 *  anew. */
final class GateProducer extends StepProducer {
    private final Supplier<Gate> make;
    private volatile Gate gate;

    GateProducer(GateEndpoint endpoint, Supplier<Gate> make) {
        super(endpoint);
        this.make = make;
        this.gate = make.get();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        gate = make.get();
    }

    @Override
    protected boolean ordered() {
        return gate.watching() != null;
    }

    @Override
    protected Fate handle(Exchange exchange, Item item, Step step) {
        Message message = exchange.getMessage();
        Gate.Verdict verdict = gate.judge(message.getBody());
        if (verdict.narrowed() != null) {
            message.setBody(verdict.narrowed());
        }
        return verdict.fate();
    }
}
