package io.headwater.runtime.testing;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.Type;
import org.apache.camel.support.EventNotifierSupport;

/** Keeps the words of the first failure of each kind, as the ledger counts them: by the name of the exception's class.
 *  <p>Threading: safe. */
final class Failures extends EventNotifierSupport {
    private final Map<String, String> first = new TreeMap<>();

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event.getType() == Type.ExchangeFailed || event.getType() == Type.ExchangeFailureHandling;
    }

    @Override
    public void notify(CamelEvent event) {
        Exchange exchange = ((ExchangeEvent) event).getExchange();
        Exception handled = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Exception cause = exchange.getException() != null ? exchange.getException() : handled;
        if (cause != null && cause.getMessage() != null) {
            synchronized (first) {
                first.putIfAbsent(cause.getClass().getSimpleName(), cause.getMessage().lines().findFirst().orElse(""));
            }
        }
    }

    Map<String, String> words() {
        synchronized (first) {
            return Map.copyOf(first);
        }
    }
}
