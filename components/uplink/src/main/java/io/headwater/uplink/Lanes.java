package io.headwater.uplink;

import io.headwater.flow.Account;
import io.headwater.flow.Fate;
import io.headwater.flow.Ledger;
import io.headwater.flow.Unit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The book of each lane, in the file and in the ledger: records kept, and how they left. The figures in the file change
 *  in the same transaction as the rows, so they are right after any crash, and opening needs no count over the backlog.
 *  <p>Threading: the writer's alone, but for {@link #published()}. */
final class Lanes implements AutoCloseable {
    static final String ROUTE = "uplink";
    static final String KIND = "outbox";
    static final Fate MISSING = Fate.failed("missing");

    private static final String ADD = "INSERT INTO lane(name, stored, " + LaneCounts.COLUMNS + ") VALUES(?" + ", ?".repeat(2 + LaneCounts.NAMES.size())
            + ") ON CONFLICT(name) DO UPDATE SET stored = stored + excluded.stored, "
            + LaneCounts.NAMES.stream().map(n -> n + " = " + n + " + excluded." + n).collect(Collectors.joining(", "))
            + ", offered_to = max(offered_to, excluded.offered_to)";

    private final Ledger ledger;
    private final OutboxFile file;
    private @Nullable PreparedStatement add;
    private final Map<String, Lane> lanes = new TreeMap<>();
    private volatile OutboxBooks published;

    private static final class Lane {
        final Account account;
        final LaneCounts all = new LaneCounts();
        /** Of this transaction. */
        final LaneCounts added = new LaneCounts();
        /** Told outside of a transaction: part of the next one that comes to its end. */
        final LaneCounts owed = new LaneCounts();

        Lane(Account account) {
            this.account = account;
        }
    }

    Lanes(OutboxFile file, Ledger ledger) throws SQLException {
        this.ledger = ledger;
        this.file = file;
        for (Map.Entry<String, LaneCounts> book : read(file.db()).entrySet()) {
            Lane lane = lane(book.getKey());
            lane.all.add(book.getValue());
            enter(lane.account, lane.all.waiting()); // what waits from before is in flight again
        }
        published = books(file.lastSequence());
    }

    private static Map<String, LaneCounts> read(Connection db) throws SQLException {
        Map<String, LaneCounts> books = new TreeMap<>();
        try (Statement s = db.createStatement(); ResultSet r = s.executeQuery("SELECT name, stored, " + LaneCounts.COLUMNS + " FROM lane")) {
            while (r.next()) {
                books.put(r.getString(1), LaneCounts.read(r));
            }
        }
        return books;
    }

    /** The books as of the last commit. */
    Map<String, LaneCounts> books() {
        Map<String, LaneCounts> books = new TreeMap<>();
        lanes.forEach((name, lane) -> books.computeIfAbsent(name, n -> new LaneCounts()).add(lane.all));
        return books;
    }

    /** A lane of which the rows are to be found, and none was; its book knows better. */
    @Nullable String atOdds(Predicate<String> isEmpty) {
        return lanes.entrySet().stream().filter(e -> e.getValue().all.waiting() != 0 && isEmpty.test(e.getKey())).map(Map.Entry::getKey).findFirst().orElse(null);
    }

    /** The outbox was salvaged: its books are those of the new file, and what has changed by that is told in the ledger. */
    void renewed() throws SQLException {
        for (Map.Entry<String, LaneCounts> book : read(file.db()).entrySet()) {
            Lane lane = lane(book.getKey());
            LaneCounts change = lane.added;
            change.clear();
            change.stored(book.getValue().stored() - lane.all.stored());
            change.offeredTo(book.getValue().offeredTo());
            for (Departure way : LaneCounts.WAYS) {
                change.left(way, book.getValue().left(way) - lane.all.left(way));
            }
        }
        entered();
        published = books(file.lastSequence());
    }

    /** What was found damaged as the outbox was opened. */
    void damaged(Map<String, Long> found) {
        found.forEach((name, records) -> {
            Account account = lane(name).account;
            enter(account, records);
            leave(account, Departure.DAMAGED.fate, records);
        });
    }

    private Lane lane(String name) {
        return lanes.computeIfAbsent(name, n -> new Lane(ledger.account(ROUTE, n, KIND, Unit.RECORDS)));
    }

    void kept(String lane) {
        lane(lane).added.stored(1);
    }

    /** A damaged row may not even name its lane any more: then the lane with the most waiting is charged. */
    void left(String name, Departure way) {
        Lane known = lanes.get(name);
        (known == null ? busiest(name) : known).added.left(way, 1);
    }

    /** All of a lane is offered up to this sequence. */
    void offered(String name, long to) {
        Lane lane = lanes.get(name);
        if (lane != null && to > lane.all.offeredTo()) {
            lane.added.offeredTo(to);
        }
    }

    /** A record that had been refused for ever waits again. */
    void replayed(String lane) {
        LaneCounts added = lane(lane).added;
        added.left(Departure.REJECTED, -1);
        added.aside(Aside.REPLAYED, 1);
    }

    private Lane busiest(String otherwise) {
        Lane most = null;
        for (Lane lane : lanes.values()) {
            most = most == null || lane.all.waiting() > most.all.waiting() ? lane : most;
        }
        return most == null ? lane(otherwise) : most;
    }

    /** A record that is not stored at all, as is told once this transaction is on disk. */
    void notStored(String lane, Aside why) {
        lane(lane).added.aside(why, 1);
    }

    /** The same, told already. */
    void refused(String lane, Aside why) {
        lane(lane).owed.aside(why, 1);
    }

    /** A record that was not stored is told: the ledger knows it, whatever becomes of the file's figures. */
    void told(String lane, Aside why) {
        Account account = lane(lane).account;
        enter(account, 1);
        leave(account, why.fate, 1);
    }

    boolean isChanged() {
        return lanes.values().stream().anyMatch(lane -> !lane.added.isZero() || !lane.owed.isZero());
    }

    /** Writes what has changed; part of the transaction. */
    void write() throws SQLException {
        for (Map.Entry<String, Lane> e : lanes.entrySet()) {
            LaneCounts added = e.getValue().added;
            added.add(e.getValue().owed);
            if (!added.isZero()) {
                PreparedStatement add = this.add == null ? file.db().prepareStatement(ADD) : this.add;
                this.add = add;
                add.setString(1, e.getKey());
                add.setLong(2, added.stored());
                int column = 3;
                for (long figure : added.figures()) {
                    add.setLong(column++, figure);
                }
                add.setLong(column, added.offeredTo());
                add.executeUpdate();
            }
        }
    }

    /** The transaction is on disk.
     *
     *  @param given the highest sequence by now */
    void committed(long given) {
        if (isChanged()) {
            lanes.values().forEach(lane -> lane.owed.clear());
            entered();
            published = books(given);
        }
    }

    private void entered() {
        for (Lane lane : lanes.values()) {
            if (lane.added.isZero()) {
                continue;
            }
            enter(lane.account, lane.added.stored());
            for (Departure way : LaneCounts.WAYS) {
                long records = lane.added.left(way);
                enter(lane.account, -records); // replayed: they come in once more
                leave(lane.account, way.fate, records);
            }
            lane.all.add(lane.added);
            lane.added.clear();
        }
    }

    private static void enter(Account account, long records) {
        for (long i = 0; i < records; i++) {
            account.entered();
        }
    }

    private static void leave(Account account, Fate fate, long records) {
        for (long i = 0; i < records; i++) {
            account.settle(fate);
            account.left();
        }
    }

    /** The transaction came to nothing; the driver may have closed the statement with it. */
    void rolledBack() {
        try {
            closeStatement();
        } catch (SQLException e) {
            add = null; // it is prepared again
        }
        lanes.values().forEach(lane -> lane.added.clear());
    }

    private OutboxBooks books(long given) {
        return new OutboxBooks(lanes.entrySet().stream().map(e -> e.getValue().all.book(e.getKey(), null)).toList(), given, file.missingEver(), file.skipped());
    }

    /** As of the last commit; any thread may ask. */
    OutboxBooks published() {
        return published;
    }

    /** What waits is in flight no more: it lies on disk, absorbed, until the outbox is opened again. */
    @Override
    public void close() throws SQLException {
        lanes.values().forEach(lane -> leave(lane.account, Fate.ABSORBED, lane.all.waiting()));
        closeStatement();
    }

    private void closeStatement() throws SQLException {
        PreparedStatement statement = add;
        add = null;
        if (statement != null) {
            statement.close();
        }
    }
}
