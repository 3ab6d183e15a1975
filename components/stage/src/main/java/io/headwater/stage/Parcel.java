package io.headwater.stage;

import io.headwater.exchange.Item;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.Origin;
import io.headwater.flow.Readings;
import java.time.Instant;
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
 *  told to the copy instead; {@link #returnTo} gives it back. It has no place in the order of its first route.
 *  <p>Threading: its {@link #key} is asked under the lock of the queue that holds it. */
final class Parcel implements Cargo {
    private static final long BYTES_A_READING = 24;

    private final Exchange exchange;
    private final long bytes;
    private final Instant came;
    private @Nullable Key keyed;
    private @Nullable Object key;

    private Parcel(Exchange exchange, Instant now) {
        Object body = exchange.getIn().getBody();
        this.exchange = exchange;
        this.bytes = size(body);
        Origin origin = origin(body);
        this.came = origin == null ? now : origin.arrivalTime();
    }

    /** @param now by the host's clock */
    static Parcel of(Exchange exchange, Endpoint stage, Instant now) {
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
        return new Parcel(copy, now);
    }

    Exchange exchange() {
        return exchange;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** When this box saw what it holds first; else when it came into the stage. */
    Instant came() {
        return came;
    }

    /** What a key says of it; it is asked once. */
    Object key(Key by) {
        Object known = key;
        if (known == null || keyed != by) {
            known = by.of(exchange);
            key = known;
            keyed = by;
        }
        return known;
    }

    static @Nullable Origin origin(@Nullable Object body) {
        return switch (body) {
            case Frame frame -> frame.origin();
            case Inference inference -> inference.origin();
            case Readings readings -> readings.origin();
            case null, default -> null;
        };
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
