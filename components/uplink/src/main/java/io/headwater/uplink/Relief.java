package io.headwater.uplink;

import io.headwater.flow.Priority;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/** Makes room when the quota is reached, at the cost of lanes that allow it: those of the lowest class first, and never of a higher
 *  class than the record that needs the room. What was ever offered is left alone, since the broker may have it.
 *  <p>Threading: the writer's alone. */
final class Relief {
    private static final int PAGE = 32;

    private final Policies policies;
    private final Lanes lanes;
    private final Thinning thinning;

    Relief(Policies policies, Lanes lanes) {
        this.policies = policies;
        this.lanes = lanes;
        this.thinning = new Thinning(lanes);
    }

    /** Gives up a little; false when there is nothing that may go. */
    boolean give(Tables tables, Priority needs) throws SQLException {
        List<String> order = tables.records().lanes().stream().filter(lane -> mayGo(policies.of(lane), needs))
                .sorted(Comparator.comparing((String lane) -> policies.of(lane).priority()).thenComparing(lane -> policies.of(lane).whenFull()).reversed()).toList();
        for (String lane : order) {
            if (policies.of(lane).whenFull() == WhenFull.THIN && thinning.thin(tables, lane) || dropOldest(tables, lane)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayGo(LanePolicy policy, Priority needs) {
        return policy.givesWay() && policy.priority().compareTo(needs) >= 0;
    }

    private boolean dropOldest(Tables tables, String lane) throws SQLException {
        List<Long> oldest = tables.backlog().unoffered(lane, PAGE);
        for (long sequence : oldest) {
            tables.records().delete(sequence, sequence);
            lanes.left(lane, Departure.OLDEST);
        }
        return !oldest.isEmpty();
    }

    /** A transaction came to nothing: what was thinned may not be so. */
    void rolledBack() {
        thinning.forget();
    }
}
