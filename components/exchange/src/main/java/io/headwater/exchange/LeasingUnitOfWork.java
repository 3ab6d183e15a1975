package io.headwater.exchange;

import io.headwater.flow.Ledger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.DefaultUnitOfWork;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.spi.UnitOfWorkFactory;
import org.jspecify.annotations.Nullable;

/** Camel's unit of work, which also ends the {@link Item} of its exchange: every exchange that Camel routes, copies included,
 *  has a unit of work of its own, so this is where its leases end.
 *  <p>Camel overwrites an exchange's item with a copy when it merges the result of a branch back
 *  ({@code ExchangeHelper.copyResults}); the unit keeps the first one and takes over what the copy holds. */
final class LeasingUnitOfWork extends DefaultUnitOfWork {
    private final Ledger ledger;
    private final InflightRepository inflight;
    private final boolean original;
    private final boolean breadcrumb;
    private @Nullable Item item;

    LeasingUnitOfWork(Ledger ledger, Exchange exchange, InflightRepository inflight, boolean original, boolean breadcrumb) {
        super(exchange, inflight, original, breadcrumb);
        this.ledger = ledger;
        this.inflight = inflight;
        this.original = original;
        this.breadcrumb = breadcrumb;
        this.item = exchange.getExchangeExtension().getSafeCopyProperty(Item.KEY, Item.class);
        if (item != null) {
            item.routed();
        }
    }

    /** The item of this unit's exchange, given the one that the exchange carries now. */
    Item adopt(@Nullable Item carried) {
        Item own = item;
        if (own == null) {
            own = carried == null ? new Item() : carried;
            own.routed();
            item = own;
        } else if (carried != null && carried != own) {
            own.takeOver(carried);
        }
        return own;
    }

    @Override
    public UnitOfWork createChildUnitOfWork(Exchange child) {
        UnitOfWork answer = new LeasingUnitOfWork(ledger, child, inflight, original, breadcrumb);
        answer.setParentUnitOfWork(this);
        return answer;
    }

    @Override
    public void done(Exchange exchange) {
        Item carried = exchange.getExchangeExtension().getSafeCopyProperty(Item.KEY, Item.class);
        Item own = item;
        item = null;
        if (own != null) {
            own.ends();
            if (exchange.getException() != null) {
                own.failedBetweenSteps(ledger, exchange.getException());
            }
        }
        super.done(exchange);
        if (own != null) {
            own.finish();
        }
        if (carried != null && carried != own) {
            carried.finish();
        }
    }

    @Override
    public void reset() {
        super.reset();
        item = null;
    }

    /** Makes them, with the settings of the Camel context read once. */
    static final class Factory implements UnitOfWorkFactory {
        private final Ledger ledger;
        private @Nullable InflightRepository inflight;
        private boolean original;
        private boolean breadcrumb;

        Factory(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public UnitOfWork createUnitOfWork(Exchange exchange) {
            InflightRepository repository = inflight == null ? exchange.getContext().getInflightRepository() : inflight;
            return new LeasingUnitOfWork(ledger, exchange, repository, original, breadcrumb);
        }

        @Override
        public void afterPropertiesConfigured(CamelContext context) {
            inflight = context.getInflightRepository();
            original = Boolean.TRUE.equals(context.isAllowUseOriginalMessage());
            breadcrumb = Boolean.TRUE.equals(context.isUseBreadcrumb());
        }
    }
}
