package io.headwater.exchange;

import java.time.Instant;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What a source got before it made values of it; an exchange carries it from its begin on, so that a recording has what came and not what
 *  was understood of it.
 *
 *  @param bytes as they came; nobody changes them
 *  @param at when they came
 *  @param failed by what reason the source's book counts it as failed; null where it could be read */
public record Received(byte[] bytes, Instant at, @Nullable String failed) {
    private static final String KEY = "headwater.received";

    /** Has an exchange carry it. */
    public void in(Exchange exchange) {
        exchange.setProperty(KEY, this);
    }

    /** What an exchange carries; null where its source says nothing. */
    public static @Nullable Received of(Exchange exchange) {
        return exchange.getProperty(KEY) instanceof Received received ? received : null;
    }
}
