package io.headwater.stage;

import io.headwater.exchange.Host;
import io.headwater.exchange.Item;
import io.headwater.flow.Account;
import io.headwater.flow.Fate;
import io.headwater.flow.Order;
import io.headwater.flow.Unit;
import java.time.Duration;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** Hands what is in a stage to its route. When everything stops it goes on until those who write have stopped and the stage is
 *  empty; when its route alone stops, it hands on what is there within a few seconds. */
final class StageConsumer extends DefaultConsumer implements ShutdownAware {
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final StageEndpoint endpoint;
    private @Nullable Account account;
    private volatile @Nullable Reading<Parcel> reading;

    StageConsumer(StageEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Host host = Host.of(endpoint.getCamelContext());
        Stage<Parcel> stage = Stages.named(host, endpoint.getName());
        String route = getRoute().getRouteId();
        Account from = account(host, route);
        account = from;
        Reading<Parcel> started = new Reading<>(stage, route, from.step(), endpoint.way(host.clock()), this::route);
        stage.read(started);
        reading = started;
        started.start();
    }

    /** The book of this route's source. */
    private Account account(Host host, String route) {
        RouteDefinition definition = endpoint.getCamelContext() instanceof ModelCamelContext model ? model.getRouteDefinition(route) : null;
        if (definition == null) {
            return host.ledger().account(route, "from", "stage", Unit.ITEMS);
        }
        String id = definition.getInput().getId();
        Account own = host.ledger().account(route, id == null ? "from" : id, "stage", Unit.ITEMS);
        for (ProcessorDefinition<?> first : definition.getOutputs()) {
            if (!first.isAbstract() && first.getId() != null) {
                host.ledger().edge(own, host.ledger().account(route, first.getId(), first.getShortName(), Unit.ITEMS));
                break;
            }
        }
        return own;
    }

    private void route(Parcel parcel, Order.Ticket place, Runnable done) {
        Exchange exchange = parcel.exchange();
        Account from = Objects.requireNonNull(account);
        from.entered();
        exchange.getExchangeExtension().setFromEndpoint(endpoint);
        Item item = Item.of(exchange);
        item.ticket(place);
        item.passed(from);
        item.unacknowledged(); // its source was told when it came into the queue
        from.settle(Fate.PASSED);
        from.left();
        try {
            getAsyncProcessor().process(exchange, doneSync -> {
                parcel.end();
                done.run();
            });
        } catch (RuntimeException e) { // not the item's failure, which is in the exchange: the route itself could not be run
            parcel.end();
            done.run();
            getExceptionHandler().handleException("route " + getRoute().getRouteId() + " could not take an item", exchange, e);
        }
    }

    @Override
    protected void doStop() throws Exception {
        Reading<Parcel> started = reading;
        if (started != null) {
            started.stop(PATIENCE);
            reading = null;
            Host host = Host.of(endpoint.getCamelContext());
            host.steps().flush(getRoute().getRouteId());
            Stages.named(host, endpoint.getName()).unread();
        }
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return endpoint.getCamelContext().isStopping();
    }

    @Override
    public int getPendingExchangesSize() {
        return reading == null ? 0 : Stages.named(Host.of(endpoint.getCamelContext()), endpoint.getName()).size();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // nothing to prepare: doStop drains
    }
}
