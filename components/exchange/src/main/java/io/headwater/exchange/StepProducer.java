package io.headwater.exchange;

import io.headwater.flow.Fate;
import io.headwater.flow.Order;
import io.headwater.flow.Unit;
import java.nio.file.Path;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** A component's step: gets an item, and says what became of it. An item that did not pass ends its route there.
 *  <p>Threading: called by several workers at once, unless the step is {@link #ordered()}: then one after the other, in the
 *  order of the source. */
public abstract class StepProducer extends DefaultAsyncProducer {
    private @Nullable Step loose;

    protected StepProducer(Endpoint endpoint) {
        super(endpoint);
    }

    /** Handles one item.
     *  <p>Errors: what it throws is the item's failure; the route's error handling takes over. */
    protected abstract Fate handle(Exchange exchange, Item item, Step step) throws Exception;

    /** Whether items must come in the order of their source. */
    protected boolean ordered() {
        return false;
    }

    @Override
    public final boolean process(Exchange exchange, AsyncCallback callback) {
        Item item = Item.of(exchange);
        Order.Ticket ticket = ordered() ? item.ticket() : null;
        if (ticket == null || ticket.enter(() -> run(exchange, item, callback, false))) {
            run(exchange, item, callback, true);
            return true;
        }
        return false;
    }

    private void run(Exchange exchange, Item item, AsyncCallback callback, boolean sync) {
        try {
            Step step = item.step();
            Fate fate = handle(exchange, item, step == null ? loose() : step);
            item.settle(fate);
            if (!(fate instanceof Fate.Passed)) {
                exchange.setRouteStop(true);
            }
        } catch (Throwable t) {
            exchange.setException(t);
        }
        callback.done(sync);
    }

    /** The step where this producer is used outside a route: by a template, in a test. */
    private synchronized Step loose() throws Exception {
        Step step = loose;
        if (step == null) {
            Host host = Host.of(getEndpoint().getCamelContext());
            String uri = getEndpoint().getEndpointBaseUri();
            step = new Step("(none)", uri, Path.of("").toAbsolutePath(),
                    host.ledger().account("(none)", uri, Names.scheme(uri), Unit.ITEMS),
                    new Tail(getEndpoint().getCamelContext(), "(none)", this), host);
            if (getEndpoint() instanceof StepAware aware) {
                aware.prepare(step);
            }
            loose = step;
        }
        return step;
    }

    @Override
    protected void doStop() throws Exception {
        Step step = loose;
        if (step != null && getEndpoint() instanceof StepAware aware) {
            aware.release(step);
            loose = null;
        }
        super.doStop();
    }
}
