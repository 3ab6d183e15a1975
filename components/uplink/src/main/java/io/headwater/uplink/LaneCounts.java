package io.headwater.uplink;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was kept in a lane and how it has left, and what therefore waits; and what was counted beside.
 *  <p>Threading: none; who writes owns it. */
final class LaneCounts {
    static final Departure[] WAYS = Departure.values();
    static final Aside[] ASIDES = Aside.values();
    /** All but {@code stored}, by name. */
    static final List<String> NAMES = Stream.concat(Arrays.stream(WAYS).map(w -> w.column), Arrays.stream(ASIDES).map(a -> a.column)).toList();
    static final String COLUMNS = String.join(", ", NAMES) + ", offered_to";

    private long stored;
    private final long[] left = new long[WAYS.length];
    private final long[] aside = new long[ASIDES.length];
    private long offeredTo;

    /** From columns 2 and on: {@code stored}, then {@link #COLUMNS}. */
    static LaneCounts read(ResultSet r) throws SQLException {
        LaneCounts counts = new LaneCounts();
        counts.stored = r.getLong(2);
        for (Departure way : WAYS) {
            counts.left[way.ordinal()] = r.getLong(3 + way.ordinal());
        }
        for (Aside kind : ASIDES) {
            counts.aside[kind.ordinal()] = r.getLong(3 + WAYS.length + kind.ordinal());
        }
        counts.offeredTo = r.getLong(3 + NAMES.size());
        return counts;
    }

    /** The figures of {@link #NAMES}, in their order. */
    long[] figures() {
        return LongStream.concat(Arrays.stream(left), Arrays.stream(aside)).toArray();
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

    long aside(Aside kind) {
        return aside[kind.ordinal()];
    }

    void aside(Aside kind, long more) {
        aside[kind.ordinal()] += more;
    }

    /** Up to which sequence all of the lane was offered; beyond it, the table {@code offered} tells. */
    long offeredTo() {
        return offeredTo;
    }

    void offeredTo(long sequence) {
        offeredTo = sequence;
    }

    long waiting() {
        return stored - Arrays.stream(left).sum();
    }

    boolean isZero() {
        return stored == 0 && offeredTo == 0 && isZero(left) && isZero(aside);
    }

    private static boolean isZero(long[] figures) {
        for (long n : figures) {
            if (n != 0) {
                return false;
            }
        }
        return true;
    }

    void add(LaneCounts more) {
        stored += more.stored;
        offeredTo = Math.max(offeredTo, more.offeredTo);
        Arrays.setAll(left, i -> left[i] + more.left[i]);
        Arrays.setAll(aside, i -> aside[i] + more.aside[i]);
    }

    void clear() {
        stored = 0;
        offeredTo = 0;
        Arrays.fill(left, 0);
        Arrays.fill(aside, 0);
    }

    OutboxBooks.Book book(String name, OutboxBooks.@Nullable Counted counted) {
        return new OutboxBooks.Book(state(name), aside(Aside.REPLAYED), aside(Aside.ALREADY_KEPT), aside(Aside.FULL), aside(Aside.TOO_LARGE), counted);
    }

    OutboxState.Lane state(String name) {
        return new OutboxState.Lane(name, stored, left(Departure.ACKNOWLEDGED), left(Departure.DAMAGED), left(Departure.REJECTED), left(Departure.PURGED),
                left(Departure.EXPIRED), left(Departure.OLDEST), left(Departure.THINNED), waiting());
    }
}
