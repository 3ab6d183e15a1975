package io.headwater.uplink;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What was kept in a lane and how it has left, and what therefore waits.
 *  <p>Threading: none; who writes owns it. */
final class LaneCounts {
    static final Departure[] WAYS = Departure.values();
    static final String COLUMNS = Arrays.stream(WAYS).map(w -> w.column).collect(Collectors.joining(", "));

    private long stored;
    private final long[] left = new long[WAYS.length];

    /** From columns 2 and on: {@code stored}, then {@link #COLUMNS}. */
    static LaneCounts read(ResultSet r) throws SQLException {
        LaneCounts counts = new LaneCounts();
        counts.stored = r.getLong(2);
        for (Departure way : WAYS) {
            counts.left[way.ordinal()] = r.getLong(3 + way.ordinal());
        }
        return counts;
    }

    long stored() {
        return stored;
    }

    void stored(long more) {
        stored += more;
    }

    long left(Departure way) {
        return left[way.ordinal()];
    }

    void left(Departure way, long more) {
        left[way.ordinal()] += more;
    }

    long waiting() {
        return stored - Arrays.stream(left).sum();
    }

    boolean isZero() {
        return stored == 0 && Arrays.stream(left).allMatch(n -> n == 0);
    }

    void add(LaneCounts more) {
        stored += more.stored;
        Arrays.setAll(left, i -> left[i] + more.left[i]);
    }

    void clear() {
        stored = 0;
        Arrays.fill(left, 0);
    }

    OutboxState.Lane state(String name) {
        return new OutboxState.Lane(name, stored, left(Departure.ACKNOWLEDGED), left(Departure.DAMAGED), left(Departure.REJECTED), left(Departure.PURGED),
                left(Departure.EXPIRED), left(Departure.OLDEST), left(Departure.THINNED), waiting());
    }
}
