package io.headwater.uplink;

import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells whether an error says that the database file itself is broken, and not that there is no room, no right or no turn.
 *  <p>The statements of the outbox are fixed and its tables are its own: one that does not compile, or finds a row twice, means a
 *  broken file too. */
final class Damage {
    /** Error (a table or column that is not there), corrupt, schema, too big, constraint, mismatch, format, no database. */
    private static final Set<Integer> CODES = Set.of(1, 11, 17, 18, 19, 20, 24, 26);
    private static final Set<Integer> READING = Set.of(266, 522, 8458); // IOERR_READ, _SHORT_READ, _CORRUPTFS

    private Damage() {}

    static boolean isIn(Throwable e) {
        if (!(e instanceof SQLiteException s)) {
            return false;
        }
        int code = s.getResultCode().code;
        return CODES.contains(code & 0xff) || READING.contains(code);
    }

    /** What SQLite does not see by itself. */
    static SQLException found(String what) {
        return new SQLiteException(what, SQLiteErrorCode.SQLITE_CORRUPT);
    }
}
