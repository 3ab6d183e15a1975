package io.headwater.exchange;

import io.headwater.flow.Account;
import io.headwater.flow.Fate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** A step of a route with its account: writes down each item that enters, its fate and its time, for our components and
 *  stock Camel steps alike. Runs inside the step's error handler, so that a retry is seen and not counted again.
 *  <p>Guarded by the bench {@code StepOverhead}: one small callback an item and step is all it allocates. */
final class CountedStep extends DelegateAsyncProcessor {
    private final Step step;
    private final @Nullable Account before;
    private final Copying copying;

    /** @param before the account of the step whose items come here; null where that is not certain
     *  @param copying what becomes of copies that are made within the step and never routed */
    CountedStep(Processor target, Step step, @Nullable Account before, Copying copying) {
        super(target);
        this.step = step;
        this.before = before;
        this.copying = copying;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Item item = Item.of(exchange);
        Step outer = item.step();
        if (item.enters(step, before)) {
            step.account().entered();
        }
        item.step(step);
        Copying around = item.copying(copying);
        long start = System.nanoTime();
        return super.process(exchange, doneSync -> {
            if (copying == Copying.END_WITH_STEP) {
                item.endCopies();
            }
            item.copying(around);
            leave(exchange, item, start);
            item.step(outer);
            callback.done(doneSync);
        });
    }

    private void leave(Exchange exchange, Item item, long start) {
        step.account().took(System.nanoTime() - start);
        Fate fate = item.takeFate();
        Throwable failure = exchange.getException();
        if (failure != null) {
            item.fails(step, failure.getClass().getSimpleName());
            return;
        }
        if (fate == null) {
            fate = exchange.isRouteStop() ? item.ending() : exchange.isRollbackOnly() ? Fate.failed("rollback") : Fate.PASSED;
        }
        step.account().settle(fate);
        step.account().left();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Endpoint endpoint = processor instanceof EndpointAware aware ? aware.getEndpoint() : null;
        if (endpoint instanceof StepAware aware) {
            aware.prepare(step);
            step.host().steps().started(step, aware);
        }
    }

    @Override
    protected void doStop() throws Exception {
        step.host().steps().stopping(step.route());
        step.host().steps().stopped(step);
        super.doStop();
    }
}
