package io.headwater.annotate;

import io.headwater.exchange.Drawing;
import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Puts the picture with what was drawn in the place of the answer.
 *  <p>Ownership: the exchange holds the leases of both pictures until it is done. */
final class AnnotateProducer extends StepProducer {
    static final Fate NO_MEMORY = Fate.dropped("no memory");

    private final AnnotateEndpoint endpoint;
    private volatile Drawing.Style style;

    AnnotateProducer(AnnotateEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.style = endpoint.style();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        style = endpoint.style();
    }

    @Override
    protected Fate handle(Exchange exchange, Item item, Step step) {
        Object body = exchange.getMessage().getBody();
        if (!(body instanceof Inference inference) || inference.frame() == null) {
            throw new IllegalArgumentException("annotate:" + endpoint.getName() + " got " + got(body) + ", it draws onto the picture of an inference: put it after infer");
        }
        Frame drawn = Drawing.drawn(inference.frame(), inference.answer(), style, step.host().frames());
        if (drawn == null) {
            return NO_MEMORY;
        }
        item.lease(drawn);
        exchange.getMessage().setBody(drawn);
        return Fate.PASSED;
    }

    private static String got(@Nullable Object body) {
        return body instanceof Inference ? "an inference without its picture" : body == null ? "nothing" : body.getClass().getSimpleName();
    }
}
