package io.headwater.uplink;

import io.headwater.flow.Priority;

/** What a route's step says to the outbox, for tests that have no route. */
public final class Outboxes {
    private Outboxes() {}

    public static void sendExactlyOnce(Outbox outbox, String lane) {
        outbox.announce(lane, new LanePolicy(Priority.NORMAL, null, OfferOrder.OLDEST_FIRST, WhenFull.DROP_NEWEST, true));
    }
}
