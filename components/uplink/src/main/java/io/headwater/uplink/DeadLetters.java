package io.headwater.uplink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records that the broker will never take as they are, each with its reason, until a person replays or purges them.
 *  <p>Bounded: beyond {@code maxBytes} of payload the oldest are let go; they stay counted as rejected.
 *  <p>Threading: the writer's alone. Made anew after a transaction that came to nothing, so that its sums are those of the file. */
final class DeadLetters implements AutoCloseable {
    private final long maxBytes;
    private final PreparedStatement bury;
    private final PreparedStatement first;
    private final PreparedStatement take;
    private final PreparedStatement oldest;
    private long records;
    private long bytes;

    DeadLetters(Connection db, long maxBytes) throws SQLException {
        this.maxBytes = maxBytes;
        bury = db.prepareStatement("INSERT INTO dead SELECT " + RecordTable.COLUMNS + ", ?, ? FROM record WHERE sequence = ?");
        first = db.prepareStatement("SELECT " + RecordTable.COLUMNS + " FROM dead WHERE (?1 IS NULL OR lane = ?1) ORDER BY sequence LIMIT ?2");
        take = db.prepareStatement("DELETE FROM dead WHERE sequence = ?");
        oldest = db.prepareStatement("DELETE FROM dead WHERE sequence = (SELECT min(sequence) FROM dead) RETURNING length(payload)");
        try (Statement s = db.createStatement(); // of a payload only its length is read
                ResultSet r = s.executeQuery("SELECT count(*), coalesce(sum(length(payload)), 0) FROM dead")) {
            r.next();
            records = r.getLong(1);
            bytes = r.getLong(2);
        }
    }

    long count() {
        return records;
    }

    /** Copies a row here, and lets the oldest go when there are too many; how many. The row itself is the caller's to delete. */
    long bury(Row row, String reason, long now) throws SQLException {
        bury.setString(1, reason);
        bury.setLong(2, now);
        bury.setLong(3, row.sequence());
        if (bury.executeUpdate() == 1) {
            records++;
            bytes += row.payload().length;
        }
        long gone = 0;
        while (bytes > maxBytes && records > 1 && dropOldest()) {
            gone++;
        }
        return gone;
    }

    private boolean dropOldest() throws SQLException {
        try (ResultSet r = oldest.executeQuery()) {
            boolean any = r.next();
            if (any) {
                records--;
                bytes -= r.getLong(1);
            }
            return any;
        }
    }

    /** The oldest, of one lane or of all. */
    List<RecordTable.Found> first(@Nullable String lane, int limit) throws SQLException {
        first.setString(1, lane);
        first.setInt(2, limit);
        List<RecordTable.Found> found = new ArrayList<>();
        try (ResultSet r = first.executeQuery()) {
            while (r.next()) {
                found.add(RecordTable.read(r));
            }
        }
        return found;
    }

    /** Takes one out; it is the caller's to say what becomes of it. */
    void take(Row row) throws SQLException {
        take.setLong(1, row.sequence());
        if (take.executeUpdate() == 1) {
            records--;
            bytes -= row.payload().length;
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement s : List.of(bury, first, take, oldest)) {
            s.close();
        }
    }
}
