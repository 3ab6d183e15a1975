package io.headwater.gate;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Puts the narrowed answer in the place of the one that came. */
final class GateProducer extends StepProducer {
    private final Gate gate;

    GateProducer(GateEndpoint endpoint, Gate gate) {
        super(endpoint);
        this.gate = gate;
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
