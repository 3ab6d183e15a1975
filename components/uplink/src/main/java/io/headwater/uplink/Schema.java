package io.headwater.uplink;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/** The tables of the outbox and how they came to be: step {@code n} brings a file of version {@code n} to {@code n + 1}.
 *  A step, once released, is never changed. */
final class Schema {
    private static final List<List<String>> STEPS = List.of(List.of(
            """
            CREATE TABLE record(
              sequence INTEGER PRIMARY KEY AUTOINCREMENT,
              lane TEXT NOT NULL, topic TEXT NOT NULL, key TEXT NOT NULL, place TEXT NOT NULL, id TEXT NOT NULL,
              type TEXT NOT NULL, content_type TEXT NOT NULL, subject TEXT NOT NULL,
              event INTEGER NOT NULL, created INTEGER NOT NULL,
              crc INTEGER NOT NULL, payload BLOB NOT NULL,
              UNIQUE(lane, topic, id))""",
            // beside the record, so that marking one as offered does not write its payload again
            "CREATE TABLE offered(sequence INTEGER PRIMARY KEY, since INTEGER NOT NULL)",
            "CREATE TABLE lane(name TEXT PRIMARY KEY, stored INTEGER NOT NULL, acknowledged INTEGER NOT NULL, damaged INTEGER NOT NULL) WITHOUT ROWID",
            """
            CREATE TABLE damaged(
              sequence INTEGER PRIMARY KEY,
              lane, topic, key, place, id, type, content_type, subject, event, created, crc, payload,
              found INTEGER NOT NULL)""",
            "CREATE TABLE outbox(name TEXT NOT NULL, missing INTEGER NOT NULL)",
            "INSERT INTO outbox VALUES(lower(hex(randomblob(6))), 0)"), List.of(
            """
            CREATE TABLE dead(
              sequence INTEGER PRIMARY KEY,
              lane, topic, key, place, id, type, content_type, subject, event, created, crc, payload,
              reason TEXT NOT NULL, refused INTEGER NOT NULL)""",
            "ALTER TABLE lane ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE lane ADD COLUMN purged INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE lane ADD COLUMN expired INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE lane ADD COLUMN oldest INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE lane ADD COLUMN thinned INTEGER NOT NULL DEFAULT 0"), List.of(
            "CREATE INDEX record_lane ON record(lane)", // and with it, as always, the sequence
            "ALTER TABLE lane ADD COLUMN priority TEXT NOT NULL DEFAULT 'NORMAL'",
            "ALTER TABLE lane ADD COLUMN ttl INTEGER NOT NULL DEFAULT 0", // microseconds; 0 for ever
            "ALTER TABLE lane ADD COLUMN offer TEXT NOT NULL DEFAULT 'OLDEST_FIRST'",
            "ALTER TABLE lane ADD COLUMN when_full TEXT NOT NULL DEFAULT 'DROP_NEWEST'"), List.of(
            "ALTER TABLE lane ADD COLUMN exactly_once INTEGER NOT NULL DEFAULT 0",
            "CREATE TABLE batch(lane TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID",
            "CREATE TABLE member(sequence INTEGER PRIMARY KEY, lane TEXT NOT NULL)"), List.of( // of the lane's batch of that number
            """
            CREATE TABLE state(
              id INTEGER PRIMARY KEY,
              owner TEXT NOT NULL, key TEXT NOT NULL, changed INTEGER NOT NULL, crc INTEGER NOT NULL, value BLOB NOT NULL,
              UNIQUE(owner, key))""",
            "CREATE TABLE state_damaged(owner, key, changed, crc, value, found INTEGER NOT NULL)"), List.of(
            "ALTER TABLE lane ADD COLUMN replayed INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE lane ADD COLUMN already_kept INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE lane ADD COLUMN refused_full INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE lane ADD COLUMN refused_large INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE outbox ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0",
            // what was replayed until then, nobody has counted
            """
            UPDATE outbox SET skipped = coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'record'), 0) - missing
              - coalesce((SELECT sum(stored) FROM lane), 0)"""), List.of(
            "ALTER TABLE lane ADD COLUMN offered_to INTEGER NOT NULL DEFAULT 0"));

    /** What this program writes. */
    static final int VERSION = STEPS.size();

    private Schema() {}

    static int version(Connection db) throws SQLException {
        try (Statement s = db.createStatement(); ResultSet r = s.executeQuery("PRAGMA user_version")) {
            return r.next() ? r.getInt(1) : 0;
        }
    }

    /** Whether all tables and indexes are there, each where it was made. */
    static boolean isOwn(Connection db) throws SQLException {
        try (Connection fresh = new SQLiteConfig().createConnection("jdbc:sqlite::memory:"); Statement s = fresh.createStatement()) {
            s.execute("PRAGMA auto_vacuum = INCREMENTAL");
            fresh.setAutoCommit(false);
            migrate(fresh);
            return objects(db).equals(objects(fresh));
        }
    }

    /** Reads what an outbox reads of the file as it is opened, and looks whether it can be true.
     *  <p>Errors: {@link SQLException} that is {@link Damage} when it cannot.
     *
     *  @param given the highest sequence: no more records can ever have been stored */
    static void look(Connection db, long given) throws SQLException {
        long known = 0;
        try (Statement s = db.createStatement()) {
            try (ResultSet r = s.executeQuery("SELECT name, stored, " + LaneCounts.COLUMNS + ", priority, ttl, offer, when_full FROM lane")) {
                while (r.next()) {
                    LaneCounts counts = LaneCounts.read(r);
                    if (counts.waiting() < 0 || counts.offeredTo() > given) {
                        throw Damage.found("the book of lane " + r.getString(1) + " cannot be true");
                    }
                    known += counts.stored();
                }
            }
            for (String sql : List.of("SELECT missing FROM outbox", "SELECT sum(length(payload)) FROM dead", "SELECT created FROM record ORDER BY sequence LIMIT 1")) {
                try (ResultSet r = s.executeQuery(sql)) {
                    known += r.next() && sql.startsWith("SELECT missing") ? r.getLong(1) : 0;
                }
            }
        }
        if (known > given) {
            throw Damage.found("its books tell of more records than it was ever given");
        }
    }

    private static Set<String> objects(Connection db) throws SQLException {
        Set<String> objects = new HashSet<>();
        try (Statement s = db.createStatement(); ResultSet r = s.executeQuery("SELECT name, rootpage, sql FROM sqlite_schema")) {
            while (r.next()) {
                objects.add(r.getString(1) + " " + r.getLong(2) + " " + r.getString(3));
            }
        }
        return objects;
    }

    /** Brings the file to {@link #VERSION}, each step in a transaction of its own. The connection commits by hand. */
    static void migrate(Connection db) throws SQLException {
        for (int version = version(db); version < VERSION; version++) {
            try (Statement s = db.createStatement()) {
                for (String sql : STEPS.get(version)) {
                    s.execute(sql);
                }
                s.execute("PRAGMA user_version = " + (version + 1));
            }
            db.commit();
        }
    }
}
