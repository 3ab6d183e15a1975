package io.headwater.uplink;

import io.headwater.exchange.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The open database file: settings, schema, size. SQLite with a write-ahead log and {@code synchronous=FULL}: a commit that
 *  has returned survives a power cut.
 *  <p>Threading: opened by one thread, then used by the writer alone; {@link #bytes()} by any.
 *  <p>Errors: {@link OutboxException} with one sentence and a fix, for each way in which it cannot be opened. */
final class OutboxFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int PAGE = Database.PAGE;
    private static final int LEAST_RESERVE_PAGES = 64;
    private static final int TRIM_PAGES = 64;
    private static final long TAKE_PAUSE_NANOS = 1_000_000_000L;

    private final Settings settings;
    private final Path path;
    private final Path wal;
    private final HighWaterMark mark;
    private final Ballast ballast;
    private final Salvage salvage;
    private final long pages;
    private final long fullAt;
    private final long stateBeyond;
    private final Map<String, Long> damaged = new TreeMap<>();
    private Connection db;
    private String name = "";
    private long markName;
    private long lastSequence;
    private long missing;
    private volatile long missingEver;
    private volatile long skipped;
    private long markedSequence;
    private long nextTake = System.nanoTime();

    private OutboxFile(Settings settings, HighWaterMark mark) throws SQLException, IOException {
        this.settings = settings;
        this.path = settings.file();
        this.wal = path.resolveSibling(path.getFileName() + "-wal");
        this.mark = mark;
        this.pages = (settings.maxBytes() - settings.walBytes() - Ballast.BYTES) / PAGE;
        long reserve = Math.max(LEAST_RESERVE_PAGES, pages / 50);
        this.fullAt = pages - reserve;
        this.stateBeyond = reserve / 2 * PAGE;
        this.ballast = new Ballast(path.resolveSibling("outbox.reserve"));
        this.salvage = new Salvage(settings);
        salvage.finish();
        ballast.take();
        this.db = salvaged();
    }

    /** Opens the file; puts a new one in its place first when it is broken, with all that is whole in it. */
    static OutboxFile open(Settings settings) {
        Path path = settings.file();
        HighWaterMark mark = null;
        try {
            Durable.folder(settings.folder());
            mark = HighWaterMark.open(settings.folder().resolve("outbox.mark"), path);
            return new OutboxFile(settings, mark);
        } catch (OutboxException e) {
            closeAll(mark);
            throw e;
        } catch (SQLException | IOException e) {
            closeAll(mark);
            throw new OutboxException("outbox " + path + " cannot be opened: " + Database.reason(e, path), e);
        }
    }

    private Connection salvaged() throws SQLException, IOException {
        SQLException broken;
        byte[] log = salvage.brokenLog();
        try {
            String unseen = salvage.unseen(mark);
            if (unseen == null) {
                return connect(true);
            }
            broken = Damage.found(unseen);
        } catch (SQLException e) {
            if (!Damage.isIn(e)) {
                throw e;
            }
            broken = e;
        }
        try {
            if (log != null) {
                Files.write(wal, log);
            }
            salvage(broken, null);
        } catch (SQLException | IOException e) {
            LOG.warn("outbox {} is damaged ({}) and cannot be salvaged: {}", path, broken.getMessage(), Database.reason(e, path));
            return connect(false); // if it can be read at all; else that is told
        }
        return connect(false);
    }

    /** @param checked whether damage that SQLite does not see is an error as well */
    private Connection connect(boolean checked) throws SQLException, IOException {
        boolean existed = Files.exists(path);
        Connection opened = Database.connect(settings);
        try {
            int version = Schema.version(opened);
            if (checked && existed && version == 0 && mark.outbox() != null) {
                throw Damage.found("its tables are gone");
            }
            if (version > Schema.VERSION && !Schema.isOwn(opened)) {
                throw new OutboxException("outbox " + path + " has schema version " + version + ", this Headwater knows versions up to "
                        + Schema.VERSION + ": run the newer Headwater that wrote it, or move the file away to start an empty one", null);
            }
            opened.setAutoCommit(false);
            db = opened;
            Schema.migrate(opened);
            if (!Schema.isOwn(opened) || version > Schema.VERSION) {
                throw Damage.found("its tables are not those that were made");
            }
            look(checked);
            opened.commit();
            return opened;
        } catch (OutboxException | SQLException | IOException e) {
            closeAll(opened);
            throw e;
        }
    }

    private void look(boolean checked) throws SQLException, IOException {
        // never below what the file has already, else nothing could be changed in it at all
        pragma("max_page_count = " + Math.max(pages, pragma("page_count") + LEAST_RESERVE_PAGES));
        name = text("SELECT name FROM outbox");
        if (!name.matches("[0-9a-f]{12}")) {
            throw Damage.found("its name is lost");
        }
        markName = Long.parseUnsignedLong(name, 16);
        long inFile = pragmaLike("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'record'");
        long marked = mark.read(markName);
        lastSequence = Math.max(inFile, marked);
        if (marked > inFile) {
            if (checked) {
                throw Damage.found("its log has lost " + (marked - inFile) + " records");
            }
            run("UPDATE outbox SET missing = missing + " + (marked - inFile));
            run("DELETE FROM sqlite_sequence WHERE name = 'record'");
            run("INSERT INTO sqlite_sequence(name, seq) VALUES('record', " + marked + ")");
            missing += marked - inFile;
        }
        missingEver = pragmaLike("SELECT missing FROM outbox");
        skipped = pragmaLike("SELECT skipped FROM outbox");
        Schema.look(db, checked ? lastSequence : Long.MAX_VALUE);
    }

    /** Puts a new file in the place of this one, with all that is whole in it. Nobody has it open meanwhile.
     *
     *  @param known what the disk need not be asked for; null when the outbox is being opened */
    private void salvage(SQLException why, Salvaged.@Nullable Known known) throws SQLException, IOException {
        Salvaged.Told told = salvage.run(mark, known);
        told.damaged().forEach((lane, records) -> damaged.merge(lane, records, Long::sum));
        missing += told.missing();
        LOG.warn("outbox {} was damaged ({}): {} records go on in a new file, {} are lost; the damaged file is kept beside it as {}", path,
                why.getMessage(), told.waiting(), told.lost(), Salvage.damaged(settings.folder()).getLast().getFileName());
    }

    /** The same while the outbox is in use. Afterwards the file is open again, the new one or, when that failed, the old one.
     *  <p>Errors: those of the salvage, or of the opening. */
    void renew(SQLException why, Map<String, LaneCounts> books, Collection<Row> rows, long sequence) throws SQLException, IOException {
        closeAll(db);
        try {
            salvage(why, new Salvaged.Known(books, rows, name, sequence, missingEver));
        } finally {
            db = connect(false);
        }
    }

    private static void closeAll(AutoCloseable... parts) {
        for (AutoCloseable part : parts) {
            if (part != null) {
                try {
                    part.close();
                } catch (Exception e) {
                    // the reason for giving up is told already
                }
            }
        }
    }

    Connection db() {
        return db;
    }

    Path path() {
        return path;
    }

    /** The outbox's own name, made with the file: 12 hexadecimal digits. */
    String name() {
        return name;
    }

    /** The highest sequence ever given, when the file was opened. */
    long lastSequence() {
        return lastSequence;
    }

    /** How many records were found missing when the file was opened. */
    long missing() {
        return missing;
    }

    /** How many records of each lane were found damaged when the file was opened. */
    Map<String, Long> damaged() {
        return damaged;
    }

    /** Records that were found missing since the file was made; any thread may ask. */
    long missingEver() {
        return missingEver;
    }

    /** Sequences of which a salvage could not tell what became of them; any thread may ask. */
    long skipped() {
        return skipped;
    }

    /** Room for new records below quota and reserve, in bytes; the reserve is for what deletes. None when the disk is full. */
    long room() throws SQLException {
        return !ballast.isHeld() ? 0 : (fullAt - (pragma("page_count") - pragma("freelist_count"))) * PAGE;
    }

    /** Room for what steps want kept, in bytes: records that fill the quota leave it half of the reserve, so that windows go on. */
    long roomForState() throws SQLException {
        return ballast.isHeld() ? room() + stateBeyond : 0;
    }

    /** Whether it is the disk, not the quota, that has no room. */
    boolean isDiskFull() {
        return !ballast.isHeld();
    }

    /** Makes everything since the last commit durable, {@code lastSequence} the highest sequence by now. */
    void commit(long lastSequence) throws SQLException {
        db.commit();
        if (lastSequence == markedSequence) {
            return;
        }
        markedSequence = lastSequence;
        try {
            mark.write(markName, lastSequence);
        } catch (IOException e) {
            Seldom.OUTBOX.warn("high-water mark of {} cannot be written: {}", path, e.getMessage());
        }
    }

    /** Undoes everything since the last commit. */
    void rollback() {
        try {
            db.rollback();
        } catch (SQLException e) {
            beginAnew(); // SQLite has rolled back by itself, as it does when the disk is full
        }
    }

    /** The disk is full: gives way to what deletes, and makes use of the log's own room again. */
    void lighten() {
        ballast.drop();
        checkpoint("RESTART");
    }

    /** Between two transactions: takes the ballast on again, if there is room by now; if need be that which the log holds, then
     *  that of pages which the database has no use for. */
    void takeBallast() {
        if (ballast.isHeld() || System.nanoTime() - nextTake < 0 || ballast.take()) {
            return;
        }
        checkpoint("TRUNCATE");
        if (!ballast.take()) {
            trim();
            ballast.take();
        }
        nextTake = System.nanoTime() + TAKE_PAUSE_NANOS;
    }

    /** Gives free pages back to the disk, some at a time, since this too writes to the log. */
    private void trim() {
        try {
            for (int i = 0; i < Ballast.BYTES / PAGE / TRIM_PAGES * 2 && pragma("freelist_count") > 0; i++) {
                try (Statement s = db.createStatement(); ResultSet r = s.executeQuery("PRAGMA incremental_vacuum(" + TRIM_PAGES + ")")) {
                    while (r.next()) {
                        // each step frees a page
                    }
                }
                db.commit();
                checkpoint("TRUNCATE");
            }
        } catch (SQLException e) {
            rollback();
        }
    }

    private void checkpoint(String how) {
        try (Statement s = db.createStatement()) {
            db.setAutoCommit(true);
            s.execute("PRAGMA wal_checkpoint(" + how + ")");
        } catch (SQLException e) {
            Seldom.OUTBOX.warn("outbox {}: {}", path, e.getMessage());
        }
        beginAnew();
    }

    private void beginAnew() {
        for (boolean automatic : new boolean[] {true, false}) {
            try {
                db.setAutoCommit(automatic);
            } catch (SQLException e) {
                // there was no transaction to end; the driver's state is what counts
            }
        }
    }

    /** Size of database, write-ahead log and ballast on disk. */
    long bytes() {
        return size(path) + size(wal) + (ballast.isHeld() ? Ballast.BYTES : 0);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // the log comes and goes
        }
    }

    /** Whether an error says that there is no room, in the file's quota or on the disk. */
    static boolean isFull(SQLException e) {
        return e instanceof SQLiteException s && (s.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_FULL.code;
    }

    private long pragma(String what) throws SQLException {
        return pragmaLike("PRAGMA " + what);
    }

    private long pragmaLike(String sql) throws SQLException {
        try (Statement s = db.createStatement(); ResultSet r = s.executeQuery(sql)) {
            return r.next() ? r.getLong(1) : 0;
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement s = db.createStatement(); ResultSet r = s.executeQuery(sql)) {
            return r.next() ? r.getString(1) : "0";
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement s = db.createStatement()) {
            s.executeUpdate(sql);
        }
    }

    @Override
    public void close() {
        closeAll(db, mark);
    }
}
