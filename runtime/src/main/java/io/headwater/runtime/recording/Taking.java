package io.headwater.runtime.recording;

import io.headwater.exchange.Received;
import io.headwater.exchange.RecordedExchange;
import java.io.InputStream;
import java.io.Reader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/** Takes down what comes to a route from a source that is no camera, before any step changes it: body and headers; of a sensor the message,
 *  and not what was read in it. Headers that are no texts, numbers, truth values, times or bytes are left out.
 *
 *  @param source {@code route/source}
 *  @param binary whether bytes that are no text may be recorded */
record Taking(String source, boolean binary, InstantSource clock) implements Recording.Intaking {
    static final long MOST_BYTES = 4 << 20;
    private static final long A_HEADER = 64;

    @Override
    public @Nullable Passage of(Recording to, Exchange exchange) {
        Received received = Received.of(exchange);
        if (received == null && exchange.getException() != null) {
            to.missed("failed at its source");
            return null;
        }
        Object body = received == null ? body(exchange) : received.bytes();
        Instant at = received == null ? clock.instant() : received.at();
        long bytes = size(body);
        String why = !RecordedExchange.holdsBody(body) ? "a body of the kind " + exchange.getMessage().getBody().getClass().getSimpleName()
                : bytes > MOST_BYTES ? "larger than " + (MOST_BYTES >> 20) + " MiB"
                : !binary && body instanceof byte[] raw && RecordedExchange.text(raw) == null ? "bytes that may be a picture" : null;
        if (why != null) {
            to.missed(why);
            return null;
        }
        Map<String, Object> headers = new LinkedHashMap<>();
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (RecordedExchange.holds(value)) {
                headers.put(name, value);
            }
        });
        Passage passage = new Passage(to, new Content.Came(new RecordedExchange(at, body, headers), bytes + headers.size() * A_HEADER));
        if (received != null && received.failed() != null) {
            passage.fails(source, received.failed());
        }
        return passage;
    }

    /** The body, and where it can be read more than once, the bytes in it. */
    private static @Nullable Object body(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof StreamCache cache) {
            byte[] bytes = cache.length() > MOST_BYTES ? null : exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, cache);
            cache.reset();
            return bytes == null ? cache : bytes;
        }
        if (body instanceof Map<?, ?> map) {
            return new LinkedHashMap<>(map); // it may be changed on its way
        } else if (body instanceof List<?> list) {
            return new ArrayList<>(list);
        } else if (RecordedExchange.holdsBody(body) || body instanceof InputStream || body instanceof Reader || body instanceof Iterator<?>) {
            return body; // or what can be read only once
        }
        byte[] bytes = exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, body);
        return bytes == null ? body : bytes;
    }

    private static long size(@Nullable Object body) {
        return switch (body) {
            case null -> 0;
            case byte[] bytes -> bytes.length;
            case String text -> text.length();
            default -> body.toString().length();
        };
    }
}
