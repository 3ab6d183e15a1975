package io.headwater.uplink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** Looks into the outbox of a process that lives or is dead, and changes nothing. Every look is short, so that it holds up
 *  nobody who writes; pages are told by their sequence, so that memory does not depend on the backlog.
 *  <p>Threading: none; who opens it uses it.
 *  <p>Errors: {@link OutboxException}, which says what to do. */
public final class OutboxReader implements AutoCloseable {
    private final Path path;
    private final Connection db;

    private OutboxReader(Path path, Connection db) {
        this.path = path;
        this.db = db;
    }

    /** A record as it lies there.
     *
     *  @param offered whether it was offered to the broker before, so that the broker may have it
     *  @param reason why the broker refused it; null but for dead letters
     *  @param sound whether its checksum is right */
    public record Stored(long sequence, String lane, String topic, String key, String id, String type, String contentType, String subject,
            Instant eventTime, Instant keptAt, byte[] payload, boolean offered, @Nullable String reason, boolean sound) {}

    /** What lies in one lane. {@code book} is what its book says; the other figures were counted now. */
    public record Contents(OutboxState.Lane book, long offered, long dead, @Nullable Instant oldest) {}

    /** @param folder the state folder */
    public static OutboxReader open(Path folder) {
        Path path = folder.resolve("outbox.db");
        if (!Files.exists(path)) {
            throw new OutboxException("there is no outbox in " + folder + ": --state DIR says where the state of headwater run lies", null);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(5_000);
        Connection db = null;
        try {
            db = config.createConnection("jdbc:sqlite:" + path);
            int version = Schema.version(db);
            if (version != Schema.VERSION) {
                db.close();
                throw new OutboxException("outbox " + path + " has schema version " + version + ", this Headwater reads version " + Schema.VERSION
                        + (version > Schema.VERSION ? ": use the newer Headwater that wrote it" : ": headwater run brings it to that"), null);
            }
            return new OutboxReader(path, db);
        } catch (SQLException e) {
            throw new OutboxException("outbox " + path + " cannot be read: " + Database.reason(e, path), e);
        }
    }

    /** Every lane that has ever held a record, in the order of their names. */
    public List<Contents> lanes() {
        List<Contents> lanes = new ArrayList<>();
        try (Statement s = db.createStatement(); ResultSet r = s.executeQuery("SELECT name, stored, " + LaneCounts.COLUMNS + " FROM lane ORDER BY name")) {
            while (r.next()) {
                LaneCounts counts = LaneCounts.read(r);
                String name = r.getString(1);
                lanes.add(new Contents(counts.state(name),
                        number("SELECT count(*) FROM record INDEXED BY record_lane WHERE lane = ?1 AND sequence <= (SELECT offered_to FROM lane WHERE name = ?1)", name)
                                + number("SELECT count(*) FROM offered o JOIN record USING(sequence) WHERE lane = ?1 AND sequence > (SELECT offered_to FROM lane WHERE name = ?1)", name),
                        number("SELECT count(*) FROM dead WHERE lane = ?", name), oldest(name)));
            }
        } catch (SQLException e) {
            throw broken(e);
        }
        return lanes;
    }

    /** What became of every record since the outbox was made, and what of it lies there: all rows that wait are counted, at one moment.
     *  <p>Takes as long as it takes to count them: about a second for some millions. */
    public OutboxBooks books() {
        List<OutboxBooks.Book> books = new ArrayList<>();
        try (Statement s = db.createStatement()) {
            db.setAutoCommit(false); // one moment for all
            Map<String, Long> waiting = counts("SELECT lane, count(*) FROM record INDEXED BY record_lane GROUP BY lane");
            Map<String, Long> dead = counts("SELECT lane, count(*) FROM dead GROUP BY lane");
            try (ResultSet r = s.executeQuery("SELECT name, stored, " + LaneCounts.COLUMNS + " FROM lane ORDER BY name")) {
                while (r.next()) {
                    String name = r.getString(1);
                    books.add(LaneCounts.read(r).book(name, new OutboxBooks.Counted(orNone(waiting.remove(name)), orNone(dead.remove(name)))));
                }
            }
            waiting.forEach((name, rows) -> books.add(new LaneCounts().book(name, new OutboxBooks.Counted(rows, orNone(dead.get(name)))))); // without a book
            try (ResultSet r = s.executeQuery("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'record'), 0), missing, skipped FROM outbox")) {
                return r.next() ? new OutboxBooks(books, r.getLong(1), r.getLong(2), r.getLong(3)) : new OutboxBooks(books, 0, 0, 0);
            } finally {
                db.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    private Map<String, Long> counts(String sql) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (Statement s = db.createStatement(); ResultSet r = s.executeQuery(sql)) {
            while (r.next()) {
                counts.put(r.getString(1), r.getLong(2));
            }
        }
        return counts;
    }

    private static long orNone(@Nullable Long rows) {
        return rows == null ? 0 : rows;
    }

    /** Records of which the disk has lost even the lane, since the outbox was made. */
    public long missing() {
        try (Statement s = db.createStatement(); ResultSet r = s.executeQuery("SELECT missing FROM outbox")) {
            return r.next() ? r.getLong(1) : 0;
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    /** The file that was set aside when it was found damaged; null when there is none. */
    public @Nullable Path damagedFile() {
        try {
            List<Path> damaged = Salvage.damaged(path.toAbsolutePath().getParent());
            return damaged.isEmpty() ? null : damaged.getLast();
        } catch (IOException e) {
            return null; // a folder that cannot be listed
        }
    }

    private @Nullable Instant oldest(String lane) throws SQLException {
        long created = number("SELECT coalesce((SELECT created FROM record WHERE lane = ? ORDER BY sequence LIMIT 1), -1)", lane);
        return created < 0 ? null : instant(created);
    }

    private long number(String sql, String lane) throws SQLException {
        try (PreparedStatement s = db.prepareStatement(sql)) {
            s.setString(1, lane);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? r.getLong(1) : 0;
            }
        }
    }

    /** The next records of a shelf after a sequence, in its order; of one lane, or of all when it is null. */
    public List<Stored> after(Shelf shelf, @Nullable String lane, long sequence, int limit) {
        String sql = "SELECT " + RecordTable.COLUMNS + ", " + (shelf == Shelf.DEAD ? "reason" : "NULL")
                + ", EXISTS (SELECT 1 FROM offered o WHERE o.sequence = s.sequence)"
                + " OR s.sequence <= coalesce((SELECT offered_to FROM lane WHERE name = s.lane), 0) FROM " + shelf.table + " s"
                + " WHERE sequence > ?" + (lane == null ? "" : " AND lane = ?") + " ORDER BY sequence LIMIT ?";
        List<Stored> found = new ArrayList<>();
        try (PreparedStatement s = db.prepareStatement(sql)) {
            s.setLong(1, sequence);
            if (lane != null) {
                s.setString(2, lane);
            }
            s.setInt(lane == null ? 2 : 3, limit);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    found.add(stored(r));
                }
            }
        } catch (SQLException e) {
            throw broken(e);
        }
        return found;
    }

    private static Stored stored(ResultSet r) throws SQLException {
        RecordTable.Found found = RecordTable.read(r);
        Row row = found.row();
        return new Stored(row.sequence(), row.lane(), row.topic(), row.key(), row.id(), row.type(), row.contentType(), row.subject(),
                instant(row.event()), instant(row.created()), row.payload(), r.getBoolean(15), r.getString(14), found.sound());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private OutboxException broken(SQLException e) {
        return new OutboxException("outbox " + path + " cannot be read: " + Database.reason(e, path), e);
    }

    @Override
    public void close() {
        try {
            db.close();
        } catch (SQLException e) {
            // nothing was written
        }
    }
}
