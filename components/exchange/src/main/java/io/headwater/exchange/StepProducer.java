package io.headwater.exchange;

import io.headwater.flow.Fate;
import io.headwater.flow.Order;
import io.headwater.flow.Unit;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** A component's step: gets an item, and says what became of it. An item that did not pass ends its route there.
 *  <p>Threading: called by several workers at once, unless the step is {@link #ordered()}: then one after the other, in the
 *  order of the source. */
public abstract class StepProducer extends DefaultAsyncProducer {
    /** What a route does with an item whose fate came late may wait for another's: each has a thread of its own. */
    private static final Executor ANSWERS = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("answer-", 0).factory());

    private @Nullable Step loose;

    protected StepProducer(Endpoint endpoint) {
        super(endpoint);
    }

    /** Handles one item, where {@link #handleLater} does not.
     *  <p>Errors: what it throws is the item's failure; the route's error handling takes over. */
    protected Fate handle(Exchange exchange, Item item, Step step) throws Exception {
        throw new IllegalStateException(getEndpoint() + " handles no item, neither at once nor later");
    }

    /** Begins with an item whose fate is known later, when it is on disk; null where {@link #handle} is to tell it at once. The fate
     *  is not to be {@link Fate#PASSED}: no later step waits for the item, so its place in the order is free from here on.
     *  <p>Errors: as {@link #handle}; so is a stage that fails. */
    protected @Nullable CompletionStage<Fate> handleLater(Exchange exchange, Item item, Step step) throws Exception {
        return null;
    }

    /** Whether items must come in the order of their source. */
    protected boolean ordered() {
        return false;
    }

    @Override
    public final boolean process(Exchange exchange, AsyncCallback callback) {
        Item item = Item.of(exchange);
        Order.Ticket ticket = ordered() ? item.ticket() : null;
        if (ticket == null || ticket.enter(() -> run(exchange, item, callback, false))) {
            return run(exchange, item, callback, true);
        }
        return false;
    }

    /** False when the callback comes later. */
    private boolean run(Exchange exchange, Item item, AsyncCallback callback, boolean sync) {
        try {
            Step known = item.step();
            Step step = known == null ? loose() : known;
            CompletionStage<Fate> later = handleLater(exchange, item, step);
            if (later != null) {
                later.whenCompleteAsync((fate, failure) -> {
                    end(exchange, item, fate, failure);
                    callback.done(false);
                }, ANSWERS);
                item.giveTicketBack();
                return false;
            }
            end(exchange, item, handle(exchange, item, step), null);
        } catch (Throwable t) {
            exchange.setException(t);
        }
        callback.done(sync);
        return sync;
    }

    private static void end(Exchange exchange, Item item, @Nullable Fate fate, @Nullable Throwable failure) {
        if (fate == null) {
            exchange.setException(failure instanceof CompletionException wrapped && wrapped.getCause() != null ? wrapped.getCause() : failure);
            return;
        }
        item.settle(fate);
        if (!(fate instanceof Fate.Passed)) {
            exchange.setRouteStop(true);
        }
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
