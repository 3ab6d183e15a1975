package io.headwater.exchange;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/** An aggregator's strategy that also joins the leases: the exchange that stands for a group holds those of all its members,
 *  since nobody can tell which of them a strategy keeps. Only where a strategy is known to keep one, the other's are given back.
 *  <p>Ownership: holds what unfinished groups hold, until they complete, are discarded, or the route is taken away. */
final class LeasingAggregation extends ServiceSupport implements AggregationStrategy {
    private final AggregateProcessor processor;
    private final AggregationStrategy strategy;
    private final Set<Item> groups = ConcurrentHashMap.newKeySet();

    private LeasingAggregation(AggregateProcessor processor, AggregationStrategy strategy) {
        this.processor = processor;
        this.strategy = strategy;
    }

    /** Has an aggregator keep leases. */
    static LeasingAggregation install(AggregateProcessor processor) {
        LeasingAggregation leasing = new LeasingAggregation(processor, processor.getAggregationStrategy());
        processor.setAggregationStrategy(leasing);
        return leasing;
    }

    private static @Nullable Item item(@Nullable Exchange exchange) {
        return exchange == null ? null : exchange.getExchangeExtension().getSafeCopyProperty(Item.KEY, Item.class);
    }

    @Override
    public Exchange aggregate(@Nullable Exchange group, Exchange next) {
        Exchange answer;
        try {
            answer = strategy.aggregate(group, next);
        } catch (Throwable t) {
            end(next);
            throw t;
        }
        Item own = answer == null ? null : item(answer);
        join(answer, own, group);
        join(answer, own, next);
        Item now = answer == null ? null : item(answer);
        if (now != null) {
            groups.add(now);
        }
        return answer;
    }

    private void join(@Nullable Exchange answer, @Nullable Item own, @Nullable Exchange part) {
        Item other = item(part);
        if (other == null || part == answer || other == own) {
            return;
        }
        groups.remove(other);
        if (answer == null || strategy instanceof UseLatestAggregationStrategy || strategy instanceof UseOriginalAggregationStrategy) {
            other.finish();
        } else if (own != null) {
            own.takeOver(other);
        } else {
            answer.getExchangeExtension().setSafeCopyProperty(Item.KEY, other);
        }
    }

    private void end(Exchange exchange) {
        Item item = item(exchange);
        if (item != null) {
            groups.remove(item);
            item.finish();
        }
    }

    @Override
    public void onCompletion(Exchange exchange) {
        Item item = item(exchange);
        if (item != null) {
            groups.remove(item); // ends with the unit of work of the group's exchange
        }
        strategy.onCompletion(exchange);
    }

    @Override
    public void timeout(Exchange exchange, int index, int total, long timeout) {
        strategy.timeout(exchange, index, total, timeout);
        if (processor.isDiscardOnCompletionTimeout()) {
            end(exchange);
        }
    }

    @Override
    public boolean canPreComplete() {
        return strategy.canPreComplete();
    }

    @Override
    public boolean preComplete(Exchange oldExchange, Exchange newExchange) {
        return strategy.preComplete(oldExchange, newExchange);
    }

    @Override
    public void onOptimisticLockFailure(Exchange oldExchange, Exchange newExchange) {
        strategy.onOptimisticLockFailure(oldExchange, newExchange);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(strategy);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(strategy);
    }

    /** Gives back what unfinished groups hold. */
    void abandon() {
        groups.forEach(Item::finish);
        groups.clear();
    }
}
