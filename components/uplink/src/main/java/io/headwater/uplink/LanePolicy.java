package io.headwater.uplink;

import io.headwater.flow.Priority;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a lane is treated beside others.
 *
 *  @param ttl how long a record may wait before it is let go; null for ever
 *  @param exactlyOnce whether it goes to Kafka in transactions, each record once */
record LanePolicy(Priority priority, @Nullable Duration ttl, OfferOrder order, WhenFull whenFull, boolean exactlyOnce) {
    static final LanePolicy DEFAULT = new LanePolicy(Priority.NORMAL, null, OfferOrder.OLDEST_FIRST, WhenFull.DROP_NEWEST);

    LanePolicy(Priority priority, @Nullable Duration ttl, OfferOrder order, WhenFull whenFull) {
        this(priority, ttl, order, whenFull, false);
    }

    LanePolicy {
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(whenFull, "whenFull");
        if (ttl != null && (ttl.isNegative() || ttl.isZero())) {
            throw new IllegalArgumentException("uplink.ttl is " + ttl + ", must be above 0");
        }
    }

    /** Whether records of this lane that wait may go for the sake of others. */
    boolean givesWay() {
        return whenFull == WhenFull.DROP_OLDEST || whenFull == WhenFull.THIN;
    }
}
