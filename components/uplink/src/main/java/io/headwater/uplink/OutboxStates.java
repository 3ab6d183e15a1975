package io.headwater.uplink;

import io.headwater.exchange.StateStore;
import io.headwater.exchange.StateStoreProvider;
import org.apache.camel.CamelContext;

/** Keeps what steps know in the outbox's file. */
public final class OutboxStates implements StateStoreProvider {
    @Override
    public StateStore open(CamelContext context) {
        return Outbox.of(context).states();
    }
}
