package io.headwater.uplink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of a broken database goes over into a new one, page by page: rows that wait and dead letters whose checksum is right,
 *  offered marks, what steps know, the lanes' books and policies, the outbox's name, and the highest sequence ever given. Not which
 *  records were in a batch that is sent exactly once: they come again. */
final class Salvaged {
    private static final int ROW = 13;
    private static final int DEAD = 15;
    private static final int STATE = 6;
    private static final int MOST_BYTES = 256 << 20;
    private static final long FAR = 1L << 20;
    private static final int MOST_BROKEN = 1 << 16;
    private static final String NAME = "[0-9a-f]{12}";

    private final Connection db;
    private final HighWaterMark mark;
    private final @Nullable Known known;
    private final Books books;
    private final List<SQLException> refused = new ArrayList<>();
    private final PreparedStatement waiting;
    private final PreparedStatement dead;
    private final PreparedStatement offered;
    private final PreparedStatement state;
    private final Map<Long, String> broken = new HashMap<>();
    private long highest;
    private long counter;
    private long missing;
    private @Nullable String name;

    Salvaged(Connection db, HighWaterMark mark, @Nullable Known known) throws SQLException {
        this.db = db;
        this.mark = mark;
        this.known = known;
        this.books = new Books(known == null ? Map.of() : known.books);
        this.waiting = db.prepareStatement("INSERT OR IGNORE INTO record VALUES(?" + ", ?".repeat(ROW - 1) + ")");
        this.dead = db.prepareStatement("INSERT OR IGNORE INTO dead VALUES(?" + ", ?".repeat(DEAD - 1) + ")");
        this.offered = db.prepareStatement("INSERT OR IGNORE INTO offered VALUES(?, ?)");
        this.state = db.prepareStatement("INSERT INTO state(owner, key, changed, crc, value) VALUES(?, ?, ?, ?, ?)"
                + " ON CONFLICT(owner, key) DO UPDATE SET changed = excluded.changed, crc = excluded.crc, value = excluded.value WHERE excluded.changed > changed");
    }

    /** What a process that has the outbox open knows by itself, and need not believe the disk.
     *
     *  @param rows those that are with the broker now */
    record Known(Map<String, LaneCounts> books, Collection<Row> rows, String name, long sequence, long missing) {}

    /** @param waiting rows that go on
     *  @param damaged by lane, how many its book knew to wait and are not there
     *  @param missing records of which not even the lane is known any more, or what became of them */
    record Told(long waiting, Map<String, Long> damaged, long missing) {
        long lost() {
            return missing + damaged.values().stream().mapToLong(n -> n).sum();
        }
    }

    /** Fills the new database; the caller commits.
     *  <p>Errors: {@link SQLException} when the new one cannot be written; nothing in the old one is an error. */
    Told copy(Pages pages) throws SQLException, IOException {
        if (known != null) {
            for (Row row : known.rows) {
                put(waiting, columns(row));
                put(offered, List.of(row.sequence(), row.created()));
            }
        }
        Cells cells = new Cells(pages::read, MOST_BYTES);
        for (int page = 1; page <= pages.count(); page++) {
            if (!pages.isFree(page)) {
                cells.each(pages.read(page), this::take);
            }
        }
        Cells loose = new Cells(pages::readLoose, MOST_BYTES);
        for (ByteBuffer page : pages.loose()) {
            loose.each(page, this::take);
        }
        if (!refused.isEmpty()) {
            throw refused.getFirst();
        }
        run("DELETE FROM record WHERE sequence IN (SELECT sequence FROM dead)");
        run("DELETE FROM offered WHERE sequence NOT IN (SELECT sequence FROM record)");
        return settle();
    }

    private void take(long sequence, List<@Nullable Object> c) {
        try {
            if (sequence == 0) {
                books.take(c);
            } else if ((c.size() == ROW || c.size() == DEAD) && c.getFirst() == null) {
                row(sequence, c);
            } else if (c.size() == 2 && c.get(0) == null && c.get(1) instanceof Long since) {
                put(offered, List.of(sequence, since));
            } else if (c.size() == STATE && c.get(0) == null) {
                known(c);
            } else if (c.size() == 2 && "record".equals(c.get(0)) && c.get(1) instanceof Long seq) {
                counter = Math.max(counter, seq);
            } else if ((c.size() == 2 || c.size() == 3) && c.get(0) instanceof String text && text.matches(NAME) && c.get(1) instanceof Long ever) {
                name = text;
                missing = ever;
            }
        } catch (SQLException e) {
            refused.add(e); // the new file's: the disk is full, or breaks too
        }
    }

    private void row(long sequence, List<@Nullable Object> c) throws SQLException {
        for (int i = 1; i < ROW; i++) {
            if (!(i < 9 ? c.get(i) instanceof String : i < 12 ? c.get(i) instanceof Long : c.get(i) instanceof byte[])) {
                return;
            }
        }
        Row row = new Row(sequence, (String) c.get(1), (String) c.get(2), (String) c.get(3), (String) c.get(4), (String) c.get(5), (String) c.get(6),
                (String) c.get(7), (String) c.get(8), (Long) c.get(9), (Long) c.get(10), (byte[]) c.get(12));
        if (row.crc() != ((Long) c.get(11)).intValue()) {
            if (c.size() == ROW && broken.size() < MOST_BROKEN) {
                broken.put(sequence, row.lane());
            }
            return;
        }
        highest = Math.max(highest, sequence);
        List<Object> columns = columns(row);
        if (c.size() == DEAD) {
            columns.add(c.get(13) instanceof String reason ? reason : "");
            columns.add(c.get(14) instanceof Long at ? at : row.created());
        }
        put(c.size() == DEAD ? dead : waiting, columns);
    }

    private void known(List<@Nullable Object> c) throws SQLException {
        if (c.get(1) instanceof String owner && c.get(2) instanceof String key && c.get(3) instanceof Long changed && c.get(4) instanceof Long crc
                && c.get(5) instanceof byte[] value && StateTable.crc(owner, key, changed, value) == crc.intValue()) {
            put(state, List.of(owner, key, changed, crc, value));
        }
    }

    private static List<Object> columns(Row row) {
        return new ArrayList<>(List.of(row.sequence(), row.lane(), row.topic(), row.key(), row.place(), row.id(), row.type(), row.contentType(),
                row.subject(), row.event(), row.created(), row.crc(), row.payload()));
    }

    private Told settle() throws SQLException, IOException {
        String marked = mark.outbox();
        String own = known != null ? known.name : name != null ? name : marked;
        long sure = known != null ? known.sequence : own == null ? 0 : mark.read(Long.parseUnsignedLong(own, 16));
        counter = counter - Math.max(highest, sure) > FAR ? 0 : counter; // else it is broken itself
        long given = Math.max(highest, sure > 0 ? sure : counter);
        missing = known != null ? known.missing : missing < 0 || missing > given ? 0 : missing;
        Books.Balance balance = books.balance(counts("record"), counts("dead"), broken(), given, missing);
        long unknown = known != null ? 0 : Math.max(0, given - balance.stored() - balance.replayed() - balance.missing());
        long next = known != null ? given : Math.max(given, counter);
        books.write(db);
        if (own != null) {
            set("UPDATE outbox SET name = ?", own);
        }
        set("UPDATE outbox SET missing = ?", balance.missing() + unknown);
        set("UPDATE outbox SET skipped = ?", next - balance.stored() - balance.replayed() - balance.missing() - unknown);
        run("DELETE FROM sqlite_sequence WHERE name = 'record'");
        set("INSERT INTO sqlite_sequence(name, seq) VALUES('record', ?)", next);
        return new Told(counts("record").values().stream().mapToLong(n -> n).sum(), balance.damaged(), unknown);
    }

    /** Rows that are there, and not whole on any page, by lane. */
    private Map<String, Long> broken() throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        try (PreparedStatement s = db.prepareStatement("SELECT 1 FROM record WHERE sequence = ?1 UNION ALL SELECT 1 FROM dead WHERE sequence = ?1")) {
            for (Map.Entry<Long, String> row : broken.entrySet()) {
                s.setLong(1, row.getKey());
                try (ResultSet r = s.executeQuery()) {
                    if (!r.next()) {
                        counts.merge(row.getValue(), 1L, Long::sum);
                    }
                }
            }
        }
        return counts;
    }

    private Map<String, Long> counts(String table) throws SQLException {
        Map<String, Long> counts = new java.util.TreeMap<>();
        try (Statement s = db.createStatement(); ResultSet r = s.executeQuery("SELECT lane, count(*) FROM " + table + " GROUP BY lane")) {
            while (r.next()) {
                counts.put(r.getString(1), r.getLong(2));
            }
        }
        return counts;
    }

    private static void put(PreparedStatement into, List<?> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            into.setObject(i + 1, values.get(i));
        }
        into.executeUpdate();
    }

    private void set(String sql, Object value) throws SQLException {
        try (PreparedStatement s = db.prepareStatement(sql)) {
            put(s, List.of(value));
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement s = db.createStatement()) {
            s.executeUpdate(sql);
        }
    }
}
