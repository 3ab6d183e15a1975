package io.headwater.uplink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is looked up among the rows that wait, by those who let some of them go; in short pages too.
 *  <p>Threading: the writer's alone. */
final class Backlog implements AutoCloseable {
    private static final String UNOFFERED = " FROM record r INDEXED BY record_lane WHERE lane = ?1"
            + " AND sequence > max(?2, coalesce((SELECT offered_to FROM lane WHERE name = ?1), 0))"
            + " AND NOT EXISTS (SELECT 1 FROM offered o WHERE o.sequence = r.sequence) ORDER BY sequence LIMIT ?3";

    private final PreparedStatement heads;
    private final PreparedStatement unoffered;
    private final PreparedStatement unofferedAfter;
    private final PreparedStatement holds;
    private final PreparedStatement some;
    private final PreparedStatement someDamaged;

    Backlog(Connection db) throws SQLException {
        heads = db.prepareStatement("SELECT sequence, created FROM record INDEXED BY record_lane WHERE lane = ? ORDER BY sequence LIMIT ?");
        unoffered = db.prepareStatement("SELECT sequence" + UNOFFERED);
        unofferedAfter = db.prepareStatement("SELECT " + RecordTable.COLUMNS + UNOFFERED);
        holds = db.prepareStatement("SELECT 1 FROM record WHERE lane = ? AND topic = ? AND id = ?");
        some = db.prepareStatement("SELECT sequence, lane FROM record WHERE sequence > ?1 AND (?2 IS NULL OR lane = ?2) ORDER BY sequence LIMIT ?3");
        someDamaged = db.prepareStatement("DELETE FROM damaged WHERE sequence IN (SELECT sequence FROM damaged WHERE ?1 IS NULL OR lane = ?1 LIMIT ?2)");
    }

    /** The sequences of a lane's oldest rows that were put in before a moment, at most {@code limit}; ends at the first that was not. */
    List<Long> keptBefore(String lane, long micros, int limit) throws SQLException {
        heads.setString(1, lane);
        heads.setInt(2, limit);
        List<Long> sequences = new ArrayList<>();
        try (ResultSet r = heads.executeQuery()) {
            while (r.next() && r.getLong(2) < micros) {
                sequences.add(r.getLong(1));
            }
        }
        return sequences;
    }

    /** The sequences of a lane's oldest rows that were never offered. */
    List<Long> unoffered(String lane, int limit) throws SQLException {
        unoffered.setString(1, lane);
        unoffered.setLong(2, 0);
        unoffered.setInt(3, limit);
        return RecordTable.sequences(unoffered);
    }

    /** The same with their rows: the next after {@code sequence}, and none after {@code maxBytes} of payload are reached. */
    List<RecordTable.Found> unofferedAfter(String lane, long sequence, int limit, long maxBytes) throws SQLException {
        return RecordTable.pageOf(unofferedAfter, lane, sequence, limit, maxBytes);
    }

    /** Whether a record of this id waits in its lane for this topic. */
    boolean holds(String lane, String topic, String id) throws SQLException {
        holds.setString(1, lane);
        holds.setString(2, topic);
        holds.setString(3, id);
        try (ResultSet r = holds.executeQuery()) {
            return r.next();
        }
    }

    /** A row's place, without its payload. */
    record Place(long sequence, String lane) {}

    /** The next rows after {@code sequence}, of one lane or of all. */
    List<Place> places(@Nullable String lane, long sequence, int limit) throws SQLException {
        some.setLong(1, sequence);
        some.setString(2, lane);
        some.setInt(3, limit);
        List<Place> places = new ArrayList<>();
        try (ResultSet r = some.executeQuery()) {
            while (r.next()) {
                places.add(new Place(r.getLong(1), RecordTable.text(r, 2)));
            }
        }
        return places;
    }

    /** Deletes rows that were set aside; how many. */
    int forgetDamaged(@Nullable String lane, int limit) throws SQLException {
        someDamaged.setString(1, lane);
        someDamaged.setInt(2, limit);
        return someDamaged.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement s : List.of(heads, unoffered, unofferedAfter, holds, some, someDamaged)) {
            s.close();
        }
    }
}
