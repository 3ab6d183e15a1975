package io.headwater.exchange;

import io.headwater.flow.Account;
import io.headwater.flow.Fate;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.Readings;
import io.headwater.flow.Turns;
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
    private final boolean inline;
    private volatile boolean computes;

    /** @param before the account of the step whose items come here; null where that is not certain
     *  @param copying what becomes of copies that are made within the step and never routed
     *  @param inline whether the step waits for nothing but what is within it, on the same thread */
    CountedStep(Processor target, Step step, @Nullable Account before, Copying copying, boolean inline) {
        super(target);
        this.step = step;
        this.before = before;
        this.copying = copying;
        this.inline = inline;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Item item = Item.of(exchange);
        Step outer = item.step();
        if (item.enters(step, before)) {
            step.account().entered();
        }
        item.passed(null);
        AsyncCallback visit = outer == null ? new Visit(exchange, item, callback) : new NestedVisit(exchange, item, callback, outer);
        item.step(step);
        item.copying(copying);
        if (computes && !Turns.has()) {
            return processInTurn(exchange, visit);
        }
        if (!computes && !inline) {
            Turns.giveBack(); // it may wait for somebody
        }
        return super.process(exchange, visit);
    }

    private boolean processInTurn(Exchange exchange, AsyncCallback visit) {
        try {
            step.host().turns().of(source(exchange.getIn().getBody())).take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // told to stop: what is under way goes on without a turn
        }
        try {
            return super.process(exchange, visit);
        } finally {
            Turns.giveBack();
        }
    }

    private static String source(@Nullable Object body) {
        return switch (body) {
            case Frame frame -> frame.source();
            case Inference inference -> inference.origin().source();
            case Readings readings -> readings.origin().source();
            case null, default -> "";
        };
    }

    /** One item in this step; told when it is done. All that the step allocates. */
    private class Visit implements AsyncCallback {
        private final Exchange exchange;
        final Item item;
        private final AsyncCallback callback;
        private final long start = System.nanoTime();

        Visit(Exchange exchange, Item item, AsyncCallback callback) {
            this.exchange = exchange;
            this.item = item;
            this.callback = callback;
        }

        @Override
        public final void done(boolean doneSync) {
            if (copying == Copying.END_WITH_STEP) {
                item.endCopies();
            }
            leave(exchange, item, start);
            backOut();
            callback.done(doneSync);
        }

        void backOut() {
            item.backInRoute();
        }
    }

    /** The same within another step. */
    private final class NestedVisit extends Visit {
        private final Step outer;
        private final Copying around;

        NestedVisit(Exchange exchange, Item item, AsyncCallback callback, Step outer) {
            super(exchange, item, callback);
            this.outer = outer;
            this.around = item.copying();
        }

        @Override
        void backOut() {
            item.step(outer);
            item.copying(around);
        }
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
        if (fate == Fate.PASSED) {
            item.passed(step.account());
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Endpoint endpoint = Steps.innermost(processor) instanceof EndpointAware aware ? aware.getEndpoint() : null;
        if (endpoint instanceof StepAware aware) {
            aware.prepare(step);
            computes = aware.computes();
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
