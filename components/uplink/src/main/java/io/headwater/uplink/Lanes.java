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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The book of each lane, in the file and in the ledger: records kept, acknowledged, damaged. The figures in the file change
 *  in the same transaction as the rows, so they are right after any crash, and opening needs no count over the backlog.
 *  <p>Threading: the writer's alone, but for {@link #states()}. */
final class Lanes implements AutoCloseable {
    static final String ROUTE = "uplink";
    static final String KIND = "outbox";
    static final Fate ALREADY_KEPT = Fate.heldBack("already kept");
    static final Fate DAMAGED = Fate.failed("damaged");
    static final Fate MISSING = Fate.failed("missing");

    private final Ledger ledger;
    private final Connection db;
    private @Nullable PreparedStatement add;
    private final Map<String, Lane> lanes = new TreeMap<>();
    private volatile List<OutboxState.Lane> states = List.of();

    private static final String ADD = "INSERT INTO lane(stored, acknowledged, damaged, name) VALUES(?,?,?,?) ON CONFLICT(name) DO UPDATE"
            + " SET stored = stored + excluded.stored, acknowledged = acknowledged + excluded.acknowledged, damaged = damaged + excluded.damaged";

    private static final class Lane {
        final Account account;
        long stored;
        long acknowledged;
        long damaged;
        long waiting;
        long newStored;
        long newAcknowledged;
        long newDamaged;

        Lane(Account account) {
            this.account = account;
        }

        boolean changed() {
            return (newStored | newAcknowledged | newDamaged) != 0;
        }
    }

    Lanes(Connection db, Ledger ledger) throws SQLException {
        this.ledger = ledger;
        this.db = db;
        try (Statement s = db.createStatement(); ResultSet r = s.executeQuery("SELECT name, stored, acknowledged, damaged FROM lane")) {
            while (r.next()) {
                Lane lane = lane(r.getString(1));
                lane.stored = r.getLong(2);
                lane.acknowledged = r.getLong(3);
                lane.damaged = r.getLong(4);
                lane.waiting = lane.stored - lane.acknowledged - lane.damaged;
                for (long i = 0; i < lane.waiting; i++) {
                    lane.account.entered(); // what waits from before is in flight again
                }
            }
        }
        publish();
    }

    private Lane lane(String name) {
        return lanes.computeIfAbsent(name, n -> new Lane(ledger.account(ROUTE, n, KIND, Unit.RECORDS)));
    }

    void kept(String lane) {
        lane(lane).newStored++;
    }

    void acknowledged(String lane) {
        lane(lane).newAcknowledged++;
    }

    /** A damaged row may not even name its lane any more: then the lane with the most waiting is charged. */
    void damaged(String name) {
        Lane lane = lanes.get(name);
        (lane == null ? busiest(name) : lane).newDamaged++;
    }

    private Lane busiest(String otherwise) {
        Lane most = null;
        for (Lane lane : lanes.values()) {
            most = most == null || lane.waiting > most.waiting ? lane : most;
        }
        return most == null ? lane(otherwise) : most;
    }

    /** A record that was not stored at all. */
    void notStored(String lane, Fate fate) {
        Account account = lane(lane).account;
        account.entered();
        account.settle(fate);
        account.left();
    }

    /** Writes what has changed; part of the transaction. */
    void write() throws SQLException {
        for (Map.Entry<String, Lane> e : lanes.entrySet()) {
            Lane lane = e.getValue();
            if (lane.changed()) {
                PreparedStatement add = this.add == null ? db.prepareStatement(ADD) : this.add;
                this.add = add;
                add.setLong(1, lane.newStored);
                add.setLong(2, lane.newAcknowledged);
                add.setLong(3, lane.newDamaged);
                add.setString(4, e.getKey());
                add.executeUpdate();
            }
        }
    }

    /** The transaction is on disk. */
    void committed() {
        boolean any = false;
        for (Lane lane : lanes.values()) {
            if (!lane.changed()) {
                continue;
            }
            any = true;
            for (long i = 0; i < lane.newStored; i++) {
                lane.account.entered();
            }
            leave(lane.account, Fate.PASSED, lane.newAcknowledged);
            leave(lane.account, DAMAGED, lane.newDamaged);
            lane.stored += lane.newStored;
            lane.acknowledged += lane.newAcknowledged;
            lane.damaged += lane.newDamaged;
            lane.waiting += lane.newStored - lane.newAcknowledged - lane.newDamaged;
            forget(lane);
        }
        if (any) {
            publish();
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
        lanes.values().forEach(Lanes::forget);
    }

    private static void forget(Lane lane) {
        lane.newStored = 0;
        lane.newAcknowledged = 0;
        lane.newDamaged = 0;
    }

    private void publish() {
        List<OutboxState.Lane> now = new ArrayList<>(lanes.size());
        lanes.forEach((name, l) -> now.add(new OutboxState.Lane(name, l.stored, l.acknowledged, l.damaged, l.waiting)));
        states = List.copyOf(now);
    }

    List<OutboxState.Lane> states() {
        return states;
    }

    /** What waits is in flight no more: it lies on disk, absorbed, until the outbox is opened again. */
    @Override
    public void close() throws SQLException {
        lanes.values().forEach(lane -> leave(lane.account, Fate.ABSORBED, lane.waiting));
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
