package io.headwater.stage;

import io.headwater.exchange.Item;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.Readings;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.UnitOfWorkHelper;
import org.jspecify.annotations.Nullable;

/** A copy of an exchange, on its way from one route to another.
 *  <p>Ownership: holds leases of its own on the exchange's frames, taken on the copying thread; has a unit of work of its own,
 *  which ends them. What the first route was to be told at the end (a file to be moved, a message to be acknowledged) is
 *  told to the copy instead; {@link #returnTo} gives it back. It has no place in the order of its first route. */
record Parcel(Exchange exchange, long bytes) implements Cargo {
    private static final long BYTES_A_READING = 24;

    static Parcel of(Exchange exchange, Endpoint stage) {
        Exchange copy = ExchangeHelper.createCorrelatedCopy(exchange, true);
        if (copy.hasOut()) {
            copy.setIn(copy.getOut());
            copy.setOut(null);
        }
        copy.setPattern(ExchangePattern.InOnly);
        copy.getExchangeExtension().setFromEndpoint(stage);
        copy.getExchangeExtension().setFromRouteId(null);
        copy.getExchangeExtension().setUnitOfWork(PluginHelper.getUnitOfWorkFactory(stage.getCamelContext()).createUnitOfWork(copy));
        Item.of(copy);
        return new Parcel(copy, size(copy.getIn().getBody()));
    }

    static long size(@Nullable Object body) {
        return switch (body) {
            case Frame frame -> frame.bytes();
            case Inference inference when inference.frame() != null -> inference.frame().bytes();
            case Readings readings -> readings.size() * BYTES_A_READING;
            case byte[] bytes -> bytes.length;
            case CharSequence text -> 2L * text.length();
            case null, default -> 0;
        };
    }

    /** The stage did not take it: the first exchange is told what it was to be told. */
    void returnTo(Exchange first) {
        exchange.getExchangeExtension().handoverCompletions(first);
        end();
    }

    @Override
    public void discard(boolean stopped) {
        if (stopped) {
            exchange.setException(new IllegalStateException("the stage was stopped before anyone read the item"));
        }
        end();
    }

    void end() {
        UnitOfWorkHelper.doneUow(exchange.getUnitOfWork(), exchange);
    }
}
