package io.headwater.uplink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The lanes' books of a broken database, brought to agree with the rows that were found: what a book knew to wait and is not
 *  there was damaged; what is there although its book does not know it was not acknowledged, or its book is older than the row.
 *  <p>There is no checksum over a book of the disk, so one that cannot be true is left out, and all together never tell of more
 *  records than were ever given a sequence. */
final class Books {
    private static final int FIGURES = 2 + LaneCounts.WAYS.length;
    private static final int ASIDES = FIGURES + 5; // behind the policy
    private static final int OFFERED_TO = ASIDES + LaneCounts.ASIDES.length;
    private static final List<Object> POLICY = List.of("NORMAL", 0L, "OLDEST_FIRST", "DROP_NEWEST", 0L);
    private static final String LANE = "[a-zA-Z0-9._-]{1,249}";

    private final Map<String, LaneCounts> known;
    private final Map<String, LaneCounts> books = new TreeMap<>();
    private final Map<String, List<?>> policies = new TreeMap<>();

    /** @param known those that need not be believed the disk; when there are any, its own are left out */
    Books(Map<String, LaneCounts> known) {
        this.known = known;
        known.forEach((lane, counts) -> of(lane).add(counts));
    }

    /** @param stored records that the books tell of
     *  @param replayed of these, how often one got a second sequence
     *  @param missing records that were known to be missing before, as far as that can be true */
    record Balance(long stored, long replayed, Map<String, Long> damaged, long missing) {}

    private LaneCounts of(String lane) {
        return books.computeIfAbsent(lane, l -> new LaneCounts());
    }

    /** A row of the table {@code lane}, when it is one: of two of a lane that which knows more. */
    void take(List<@Nullable Object> c) {
        if (c.size() < 4 || !(c.get(0) instanceof String lane) || !lane.matches(LANE)) {
            return;
        }
        LaneCounts counts = new LaneCounts();
        for (int i = 1; i < Math.min(FIGURES, c.size()); i++) {
            if (!(c.get(i) instanceof Long n) || n < 0 || n > Long.MAX_VALUE / 16) {
                return;
            }
            if (i == 1) {
                counts.stored(n);
            } else {
                counts.left(LaneCounts.WAYS[i - 2], n);
            }
        }
        for (Aside kind : LaneCounts.ASIDES) {
            int column = ASIDES + kind.ordinal();
            counts.aside(kind, c.size() > column && c.get(column) instanceof Long n && n >= 0 && n < Long.MAX_VALUE / 16 ? n : 0);
        }
        if (c.size() > OFFERED_TO && c.get(OFFERED_TO) instanceof Long to && to >= 0) {
            counts.offeredTo(to);
        }
        if (counts.waiting() < 0) {
            return;
        }
        if (known.isEmpty() && counts.stored() >= of(lane).stored()) {
            books.put(lane, counts);
        }
        if (c.size() >= FIGURES + 4 && c.get(FIGURES) instanceof String && c.get(FIGURES + 1) instanceof Long && c.get(FIGURES + 2) instanceof String
                && c.get(FIGURES + 3) instanceof String) {
            List<Object> policy = new ArrayList<>(c.subList(FIGURES, FIGURES + 4));
            policy.add(c.size() > FIGURES + 4 && c.get(FIGURES + 4) instanceof Long once ? once : 0L); // a row of an older version has none
            policies.put(lane, policy);
        }
    }

    /** @param waiting rows that were found, by lane
     *  @param dead dead letters that were found, by lane
     *  @param broken rows that were found, and whose own bytes are not whole, by lane: others that are there again do not stand for them
     *  @param given the highest sequence
     *  @param missing records that were told as missing before */
    Balance balance(Map<String, Long> waiting, Map<String, Long> dead, Map<String, Long> broken, long given, long missing) {
        Set<String> lanes = new HashSet<>(books.keySet());
        lanes.addAll(waiting.keySet());
        lanes.addAll(dead.keySet());
        long untold = known.isEmpty() ? Math.max(0, given - missing - sequences()) : 0;
        for (String lane : lanes) {
            boolean isKnown = books.containsKey(lane);
            LaneCounts book = of(lane);
            if (!isKnown || book.offeredTo() > given) {
                book.offeredTo(given); // nobody knows what the broker may have
            }
            book.left(Departure.REJECTED, Math.max(0, dead.getOrDefault(lane, 0L) - book.left(Departure.REJECTED)));
            untold -= unexpected(book, waiting.getOrDefault(lane, 0L) + broken.getOrDefault(lane, 0L) - book.waiting(), untold);
        }
        Map<String, Long> damaged = new TreeMap<>();
        long tooMuch = known.isEmpty() ? sequences() - given : 0;
        for (String lane : lanes) {
            LaneCounts book = of(lane);
            long gone = book.waiting() - waiting.getOrDefault(lane, 0L);
            long untrue = Math.min(gone, Math.max(0, tooMuch));
            tooMuch -= untrue;
            book.stored(-untrue);
            if (gone > untrue) {
                book.left(Departure.DAMAGED, gone - untrue);
                damaged.put(lane, gone - untrue);
            }
        }
        return new Balance(stored(), replayed(), damaged, known.isEmpty() ? Math.max(0, Math.min(missing, given - sequences())) : missing);
    }

    /** Rows that their book does not know: of records that no book tells of, as far as there are any. How many of these. */
    private static long unexpected(LaneCounts book, long rows, long untold) {
        if (rows <= 0) {
            return 0;
        }
        long newer = Math.min(rows, untold);
        book.stored(newer);
        long left = rows - newer;
        for (Departure way : List.of(Departure.ACKNOWLEDGED, Departure.DAMAGED)) { // what was told as lost stays told
            long back = Math.min(left, book.left(way));
            book.left(way, -back);
            left -= back;
        }
        book.stored(left);
        return newer;
    }

    private long stored() {
        return books.values().stream().mapToLong(LaneCounts::stored).sum();
    }

    private long replayed() {
        return books.values().stream().mapToLong(book -> book.aside(Aside.REPLAYED)).sum();
    }

    /** That the books tell of: a replayed record has two. */
    private long sequences() {
        return stored() + replayed();
    }

    void write(Connection db) throws SQLException {
        try (PreparedStatement s = db.prepareStatement("INSERT INTO lane(name, stored, " + LaneCounts.COLUMNS + ", priority, ttl, offer, when_full, exactly_once) VALUES(?"
                + ", ?".repeat(2 + LaneCounts.NAMES.size() + POLICY.size()) + ")")) {
            for (Map.Entry<String, LaneCounts> lane : books.entrySet()) {
                List<Object> values = new ArrayList<>(List.of(lane.getKey(), lane.getValue().stored()));
                Arrays.stream(lane.getValue().figures()).forEach(values::add);
                values.add(lane.getValue().offeredTo());
                values.addAll(policies.getOrDefault(lane.getKey(), POLICY));
                for (int i = 0; i < values.size(); i++) {
                    s.setObject(i + 1, values.get(i));
                }
                s.executeUpdate();
            }
        }
    }
}
