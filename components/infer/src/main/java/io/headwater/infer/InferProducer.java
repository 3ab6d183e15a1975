package io.headwater.infer;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import org.apache.camel.Exchange;

/** Frame in, inference out. */
final class InferProducer extends StepProducer {
    private final InferEndpoint endpoint;

    InferProducer(InferEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected Fate handle(Exchange exchange, Item item, Step step) throws Exception {
        exchange.getMessage().setBody(endpoint.look(frame(exchange.getMessage().getBody()), step));
        return Fate.PASSED;
    }

    private Frame frame(Object body) {
        return switch (body) {
            case Frame frame -> frame;
            case Inference inference when inference.frame() != null -> inference.frame();
            case Inference inference -> throw new IllegalArgumentException("infer " + endpoint.getModel() + " got an inference of "
                    + inference.origin().source() + " whose frame is gone: put the step before the one that lets go of frames");
            case null -> throw new IllegalArgumentException("infer " + endpoint.getModel() + " got nothing, needs a frame or an inference");
            default -> throw new IllegalArgumentException("infer " + endpoint.getModel() + " got a " + body.getClass().getSimpleName() + ", needs a frame or an inference");
        };
    }
}
