package io.headwater.uplink;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Lets records go that have waited for longer than their lane allows; but for those in flight, whose answer decides.
 *  <p>Threading: the writer's alone. */
record Expiry(Policies policies, Lanes lanes, Delivery delivery) {
    private static final int PAGE = 512;

    /** At most some of each lane; how many. */
    int run(Tables tables, long now) throws SQLException {
        int expired = 0;
        for (String lane : policies.lanes()) {
            Duration ttl = policies.of(lane).ttl();
            List<Long> old = ttl == null ? List.of() : tables.backlog().keptBefore(lane, now - ttl.toNanos() / 1000, PAGE);
            for (long sequence : old) {
                if (!delivery.isInFlight(sequence) && !tables.batches().contains(sequence)) {
                    tables.records().delete(sequence, sequence);
                    lanes.left(lane, Departure.EXPIRED);
                    expired++;
                }
            }
        }
        return expired;
    }
}
