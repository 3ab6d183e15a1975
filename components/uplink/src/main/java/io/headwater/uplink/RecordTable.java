package io.headwater.uplink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows: put in, read in short pages, marked, taken out. No reader stays open between two calls. Rows that came in of late are
 *  remembered and need not be read again.
 *  <p>Threading: the writer's alone. Guarded by the bench {@code OutboxBench}. */
final class RecordTable implements AutoCloseable {
    static final String COLUMNS = "sequence, lane, topic, key, place, id, type, content_type, subject, event, created, crc, payload";

    /** Rows that {@link #insertAll} puts in by one statement: what calling SQLite costs is shared by them. */
    static final int AT_ONCE = 16;
    private static final String INSERT = "INSERT INTO record(" + COLUMNS + ") VALUES";
    private static final String VALUES = "(?,?,?,?,?,?,?,?,?,?,?,?,?)";
    private static final String UNLESS_KEPT = " ON CONFLICT(lane, topic, id) DO NOTHING";

    private final PreparedStatement insert;
    private final PreparedStatement insertAll;
    private final PreparedStatement giveBack;
    private final PreparedStatement page;
    private final PreparedStatement newest;
    private final PreparedStatement lanes;
    private final PreparedStatement one;
    private final PreparedStatement offer;
    private final PreparedStatement delete;
    private final PreparedStatement forget;
    private final PreparedStatement setAside;
    private final PreparedStatement trim;
    private final PreparedStatement oldest;
    private final Recent recent;

    RecordTable(Connection db) throws SQLException {
        insert = db.prepareStatement(INSERT + VALUES + UNLESS_KEPT);
        insertAll = db.prepareStatement(INSERT + String.join(",", Collections.nCopies(AT_ONCE, VALUES)) + UNLESS_KEPT);
        giveBack = db.prepareStatement("UPDATE sqlite_sequence SET seq = ? WHERE name = 'record' AND seq BETWEEN ? AND ?");
        page = db.prepareStatement("SELECT " + COLUMNS + " FROM record INDEXED BY record_lane WHERE lane = ? AND sequence > ? ORDER BY sequence LIMIT ?");
        newest = db.prepareStatement("SELECT sequence FROM record INDEXED BY record_lane WHERE lane = ? ORDER BY sequence DESC LIMIT ?");
        lanes = db.prepareStatement("SELECT min(lane) FROM record INDEXED BY record_lane WHERE lane > ?");
        one = db.prepareStatement("SELECT " + COLUMNS + " FROM record WHERE sequence = ?");
        offer = db.prepareStatement("INSERT OR IGNORE INTO offered SELECT sequence, ? FROM record INDEXED BY record_lane WHERE lane = ? AND sequence BETWEEN ? AND ?");
        delete = db.prepareStatement("DELETE FROM record WHERE sequence BETWEEN ? AND ?");
        forget = db.prepareStatement("DELETE FROM offered WHERE sequence BETWEEN ? AND ?");
        setAside = db.prepareStatement("INSERT OR REPLACE INTO damaged SELECT " + COLUMNS + ", ? FROM record WHERE sequence = ?");
        trim = db.prepareStatement("DELETE FROM damaged WHERE sequence NOT IN (SELECT sequence FROM damaged ORDER BY sequence DESC LIMIT ?)");
        oldest = db.prepareStatement("SELECT created FROM record ORDER BY sequence LIMIT 1");
        try (PreparedStatement last = db.prepareStatement("SELECT coalesce(max(sequence), 0) FROM record"); ResultSet r = last.executeQuery()) {
            recent = new Recent(r.next() ? r.getLong(1) : 0);
        }
    }

    /** What was read of one row.
     *
     *  @param sound whether its checksum is right */
    record Found(Row row, boolean sound) {}

    /** False when its lane holds this id for this topic already. */
    boolean insert(Row row) throws SQLException {
        bind(insert, 0, row);
        if (insert.executeUpdate() == 1) {
            recent.add(row);
            return true;
        }
        giveBack(row.sequence(), row.sequence());
        return false;
    }

    /** The same of {@link #AT_ONCE} rows whose sequences follow each other: false, and none is in, when one of them cannot be. */
    boolean insertAll(List<Row> rows) throws SQLException {
        for (int i = 0; i < AT_ONCE; i++) {
            bind(insertAll, i * 13, rows.get(i));
        }
        if (insertAll.executeUpdate() == AT_ONCE) {
            rows.forEach(recent::add);
            return true;
        }
        long first = rows.getFirst().sequence();
        long last = rows.getLast().sequence();
        delete(first, last);
        giveBack(first, last);
        return false;
    }

    private static void bind(PreparedStatement to, int before, Row row) throws SQLException {
        to.setLong(before + 1, row.sequence());
        to.setString(before + 2, row.lane());
        to.setString(before + 3, row.topic());
        to.setString(before + 4, row.key());
        to.setString(before + 5, row.place());
        to.setString(before + 6, row.id());
        to.setString(before + 7, row.type());
        to.setString(before + 8, row.contentType());
        to.setString(before + 9, row.subject());
        to.setLong(before + 10, row.event());
        to.setLong(before + 11, row.created());
        to.setInt(before + 12, row.crc());
        to.setBytes(before + 13, row.payload());
    }

    /** SQLite counts the sequences of rows all the same that it does not put in. */
    private void giveBack(long first, long last) throws SQLException {
        giveBack.setLong(1, first - 1);
        giveBack.setLong(2, first);
        giveBack.setLong(3, last);
        giveBack.executeUpdate();
    }

    /** The next rows of a lane after {@code sequence}, in order: at most {@code limit}, and none after {@code maxBytes} of payload are reached. */
    List<Found> after(String lane, long sequence, int limit, long maxBytes) throws SQLException {
        List<Row> remembered = recent.after(lane, sequence, limit, maxBytes);
        if (remembered != null) {
            return remembered.stream().map(row -> new Found(row, true)).toList();
        }
        List<Found> found = pageOf(page, lane, sequence, limit, maxBytes);
        long last = sequence;
        for (Found row : found) {
            last = inOrder(last, row.row.sequence());
        }
        return found;
    }

    /** An index that is broken may lead in circles. */
    private static long inOrder(long before, long next) throws SQLException {
        if (next <= before) {
            throw Damage.found("its rows are out of order");
        }
        return next;
    }

    static List<Found> pageOf(PreparedStatement of, String lane, long sequence, int limit, long maxBytes) throws SQLException {
        of.setString(1, lane);
        of.setLong(2, sequence);
        of.setInt(3, limit);
        List<Found> found = new ArrayList<>();
        try (ResultSet r = of.executeQuery()) {
            long bytes = 0;
            while (bytes < maxBytes && r.next()) {
                Found row = read(r);
                bytes += row.row.payload().length;
                found.add(row);
            }
        }
        return found;
    }

    static List<Long> sequences(PreparedStatement of) throws SQLException {
        List<Long> sequences = new ArrayList<>();
        try (ResultSet r = of.executeQuery()) {
            while (r.next()) {
                sequences.add(r.getLong(1));
            }
        }
        return sequences;
    }

    /** The sequences of a lane's newest rows, newest first; no row is read. */
    List<Long> newest(String lane, int limit) throws SQLException {
        newest.setString(1, lane);
        newest.setInt(2, limit);
        List<Long> found = sequences(newest);
        for (int i = 1; i < found.size(); i++) {
            inOrder(found.get(i), found.get(i - 1));
        }
        return found;
    }

    /** The lanes of which there are rows: one look into the index for each. */
    List<String> lanes() throws SQLException {
        List<String> found = new ArrayList<>();
        String last = "";
        while (true) {
            lanes.setString(1, last);
            String next;
            try (ResultSet r = lanes.executeQuery()) {
                next = r.next() ? r.getString(1) : null;
            }
            if (next == null) {
                return found;
            }
            inOrder(0, next.compareTo(last));
            last = next;
            found.add(last);
        }
    }

    @Nullable Found at(long sequence) throws SQLException {
        one.setLong(1, sequence);
        try (ResultSet r = one.executeQuery()) {
            return r.next() ? read(r) : null;
        }
    }

    static Found read(ResultSet r) throws SQLException {
        byte[] payload = r.getBytes(13);
        Row row = new Row(r.getLong(1), text(r, 2), text(r, 3), text(r, 4), text(r, 5), text(r, 6), text(r, 7), text(r, 8), text(r, 9),
                r.getLong(10), r.getLong(11), payload == null ? new byte[0] : payload);
        return new Found(row, row.crc() == r.getInt(12));
    }

    static String text(ResultSet r, int column) throws SQLException {
        String text = r.getString(column);
        return text == null ? "" : text; // only a damaged row has none; its checksum tells
    }

    /** Marks the rows of a lane from one sequence to another as offered. */
    void offered(String lane, long first, long last, long now) throws SQLException {
        offer.setLong(1, now);
        offer.setString(2, lane);
        offer.setLong(3, first);
        offer.setLong(4, last);
        offer.executeUpdate();
    }

    /** Takes the rows of a range out; how many there were. */
    int delete(long first, long last) throws SQLException {
        recent.forget(first, last);
        forget.setLong(1, first);
        forget.setLong(2, last);
        forget.executeUpdate();
        delete.setLong(1, first);
        delete.setLong(2, last);
        return delete.executeUpdate();
    }

    /** Moves a row to the damaged ones, of which the newest {@code keep} are kept for a person to look at. */
    void setAside(long sequence, long now, int keep) throws SQLException {
        setAside.setLong(1, now);
        setAside.setLong(2, sequence);
        setAside.executeUpdate();
        trim.setInt(1, keep);
        trim.executeUpdate();
        delete(sequence, sequence);
    }

    /** When the oldest row was put in, in microseconds; −1 when there is none. */
    long oldest() throws SQLException {
        try (ResultSet r = oldest.executeQuery()) {
            return r.next() ? r.getLong(1) : -1;
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement s : List.of(insert, insertAll, giveBack, page, one, offer, delete, forget, setAside, trim, oldest, newest, lanes)) {
            s.close();
        }
    }
}
