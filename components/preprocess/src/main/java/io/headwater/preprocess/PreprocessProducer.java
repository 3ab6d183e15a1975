package io.headwater.preprocess;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import io.headwater.flow.Frame;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Puts the changed picture in the place of the one that came.
 *  <p>Ownership: the exchange holds the leases of both until it is done. */
final class PreprocessProducer extends StepProducer {
    static final Fate NO_MEMORY = Fate.dropped("no memory");

    private final PreprocessEndpoint endpoint;
    private volatile @Nullable Change change;

    PreprocessProducer(PreprocessEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        change = null;
    }

    @Override
    protected Fate handle(Exchange exchange, Item item, Step step) {
        Change now = change;
        if (now == null) {
            now = endpoint.change();
            change = now;
        }
        Object body = exchange.getMessage().getBody();
        if (!(body instanceof Frame frame)) {
            throw new IllegalArgumentException(step + ": preprocess takes a Frame, the body is "
                    + (body == null ? "empty" : "a " + body.getClass().getSimpleName()));
        }
        Frame changed = now.apply(frame, step.host().frames());
        if (changed == null) {
            return NO_MEMORY;
        }
        item.lease(changed);
        exchange.getMessage().setBody(changed);
        return Fate.PASSED;
    }
}
