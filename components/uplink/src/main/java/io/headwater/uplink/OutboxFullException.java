package io.headwater.uplink;

import io.headwater.exchange.TemporaryFailure;

/** The outbox has no room for a record of a channel that {@link WhenFull#FAIL fails} then. The item was not taken: whoever gave it keeps it. */
public final class OutboxFullException extends Exception implements TemporaryFailure {
    private static final long serialVersionUID = 1;

    OutboxFullException(String channel) {
        super("the outbox is full, nothing more is taken for channel " + channel + " until records have been delivered");
    }
}
