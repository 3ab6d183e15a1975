package io.headwater.uplink;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;

/** Connects to the SQLite file with the settings that make a commit durable, and says in a sentence why it could not. */
final class Database {
    static final int PAGE = 4096;

    private Database() {}

    static Connection connect(Settings settings) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(5_000);
        config.setGetGeneratedKeys(false); // else the driver asks after each insert for a key that is known
        Connection db = config.createConnection("jdbc:sqlite:" + settings.file());
        try (Statement s = db.createStatement()) {
            s.execute("PRAGMA page_size = " + PAGE); // this and the next before the first page is written
            s.execute("PRAGMA auto_vacuum = INCREMENTAL");
            s.execute("PRAGMA journal_mode = WAL");
            s.execute("PRAGMA synchronous = FULL");
            s.execute("PRAGMA cache_size = -8192"); // KiB
            s.execute("PRAGMA wal_autocheckpoint = " + settings.walBytes() / 2 / PAGE); // a batch may add the other half
            s.execute("PRAGMA journal_size_limit = " + settings.walBytes() / 2);
            return db;
        } catch (SQLException e) {
            db.close();
            throw e;
        }
    }

    /** A new file that is of use only once it is closed and synced as a whole. */
    static Connection make(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        Connection db = config.createConnection("jdbc:sqlite:" + file);
        try (Statement s = db.createStatement()) {
            s.execute("PRAGMA page_size = " + PAGE);
            s.execute("PRAGMA auto_vacuum = INCREMENTAL");
            s.execute("PRAGMA journal_mode = OFF");
            s.execute("PRAGMA synchronous = OFF");
            return db;
        } catch (SQLException e) {
            db.close();
            throw e;
        }
    }

    /** What is wrong, and what to do. */
    static String reason(Exception e, Path path) {
        if (!(e instanceof SQLiteException s)) {
            return "folder " + path.getParent() + " cannot be made or written: set headwater.state.dir or STATE_DIRECTORY to a folder that can";
        }
        return switch (s.getResultCode().code & 0xff) {
            case 11, 26 -> "it is damaged: with room for another one beside it on the disk, headwater run goes on with all that is whole in it";
            case 13 -> "the disk is full: make room on it, or set headwater.state.dir to a folder on another";
            case 8, 14, 3 -> "it cannot be written: let this user write the folder " + path.getParent() + " and its files";
            case 5, 6 -> "another program holds it locked: close that program";
            default -> e.getMessage() + ": check the disk";
        };
    }
}
