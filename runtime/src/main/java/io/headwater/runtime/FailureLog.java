package io.headwater.runtime;

import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jboss.logging.Logger;

/** Tells of items that failed and that no error handler of their route dealt with: a line for each step and kind of failure, at most one in
 *  ten seconds, and how many there were since. The ledger counts them all.
 *  <p>Threading: safe. */
final class FailureLog extends RoutePolicySupport implements RoutePolicyFactory {
    private static final Logger LOG = Logger.getLogger(FailureLog.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

    private static final class Kind {
        private final Seldom seldom = new Seldom(PAUSE);
        private final AtomicLong silent = new AtomicLong();
    }

    /** Has Camel not write a stack trace for each of them; after its start, before the first route is added. */
    static void replaceLog(CamelContext context) {
        context.getCamelContextExtension().setErrorHandlerFactory(new DefaultErrorHandlerDefinition().loggingLevel(LoggingLevel.OFF).logExhausted(false));
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String route, NamedNode definition) {
        return this;
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        Throwable failure = exchange.getException();
        if (failure == null || !route.getRouteId().equals(exchange.getFromRouteId())) {
            return;
        }
        Step at = Item.of(exchange).failedIn();
        String where = at == null ? route.getRouteId() : at.route() + "/" + at.id();
        Kind kind = kinds.computeIfAbsent(where + " " + failure.getClass().getSimpleName(), k -> new Kind());
        if (kind.seldom.isDue()) {
            long more = kind.silent.getAndSet(0);
            LOG.warnf("%s: %s%s", where, Failure.text(failure), more == 0 ? "" : " (" + more + " like it since the last line)");
            LOG.debug("how it came", failure);
        } else {
            kind.silent.incrementAndGet();
        }
    }

    @Override
    public void onRemove(Route route) {
        kinds.keySet().removeIf(where -> where.startsWith(route.getRouteId() + "/") || where.startsWith(route.getRouteId() + " "));
    }
}
