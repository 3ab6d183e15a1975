package io.headwater.uplink;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes records in, as far as there is room, and gives each its place: a sequence that no other record ever has.
 *  <p>Threading: the writer's alone. */
final class Intake {
    private final Settings settings;
    private final OutboxFile file;
    private final Lanes lanes;
    private final Policies policies;
    private final Delivery delivery;
    private final Relief relief;
    private long sequence;
    private long committed;
    private long created;
    private long room;
    private final List<Accepted> accepted = new ArrayList<>();

    Intake(Settings settings, OutboxFile file, Lanes lanes, Policies policies, Delivery delivery) {
        this.settings = settings;
        this.file = file;
        this.lanes = lanes;
        this.policies = policies;
        this.delivery = delivery;
        this.relief = new Relief(policies, lanes);
        this.sequence = file.lastSequence();
        this.committed = sequence;
    }

    /** A record for which there is room, and where its answer goes. */
    private record Accepted(Draft draft, List<@Nullable Receipt> receipts, int place) {}

    /** The highest sequence given, in this transaction too. */
    long sequence() {
        return sequence;
    }

    /** A transaction begins. */
    void begin() throws SQLException {
        created = Draft.micros(settings.clock().instant());
        room = file.room();
    }

    /** What becomes of each, which is all known after {@link #finish}; null when they have to wait until there is room for all of them, and
     *  none was taken. */
    @Nullable List<Receipt> take(List<Draft> drafts, Tables tables) throws SQLException {
        if (waits(drafts, tables)) {
            return null;
        }
        List<Receipt> receipts = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            if (isTooLarge(draft)) {
                receipts.add(new Receipt.Refused(Receipt.TOO_LARGE));
            } else if (!hasRoom(draft.lane(), needs(draft), tables)) {
                receipts.add(new Receipt.Refused(Receipt.FULL));
            } else {
                room -= needs(draft);
                accepted.add(new Accepted(draft, receipts, receipts.size()));
                receipts.add(null);
                if (accepted.size() == RecordTable.AT_ONCE) {
                    keepTogether(tables.records());
                }
            }
        }
        return receipts;
    }

    /** Puts in what was taken; its receipts are there from then on. */
    void finish(Tables tables) throws SQLException {
        for (Accepted one : accepted) {
            keep(one, tables.records());
        }
        accepted.clear();
    }

    private void keepTogether(RecordTable table) throws SQLException {
        List<Row> rows = new ArrayList<>(accepted.size());
        for (Accepted one : accepted) {
            rows.add(row(one.draft, sequence + 1 + rows.size()));
        }
        boolean together = table.insertAll(rows);
        for (int i = 0; i < rows.size(); i++) {
            if (together) {
                kept(accepted.get(i), rows.get(i));
            } else {
                keep(accepted.get(i), table);
            }
        }
        accepted.clear();
    }

    private boolean waits(List<Draft> drafts, Tables tables) throws SQLException {
        long all = 0;
        String blocking = null;
        for (Draft draft : drafts) {
            all += isTooLarge(draft) ? 0 : needs(draft);
            blocking = policies.of(draft.lane()).whenFull() == WhenFull.BLOCK ? draft.lane() : blocking;
        }
        return blocking != null && !hasRoom(blocking, all, tables);
    }

    private boolean isTooLarge(Draft draft) {
        return draft.payload().length > settings.maxRecordBytes();
    }

    private static long needs(Draft draft) {
        return 2L * draft.weight();
    }

    private boolean hasRoom(String lane, long needs, Tables tables) throws SQLException {
        if (room < needs) {
            finish(tables);
            room = file.room(); // the estimate errs to the safe side: look again
        }
        while (room < needs && !file.isDiskFull() && relief.give(tables, policies.of(lane).priority())) {
            room = file.room();
        }
        return room >= needs;
    }

    private Row row(Draft d, long place) {
        String id = d.id() == null ? d.place() + "/" + file.name() + "-" + place : d.id();
        return new Row(place, d.lane(), d.topic(), d.key(), d.place(), id, d.type(), d.contentType(), d.subject(),
                Draft.micros(d.eventTime()), created, d.payload());
    }

    private void keep(Accepted one, RecordTable table) throws SQLException {
        Row row = row(one.draft, sequence + 1);
        if (table.insert(row)) {
            kept(one, row);
        } else {
            one.receipts.set(one.place, new Receipt.AlreadyKept(row.id()));
        }
    }

    private void kept(Accepted one, Row row) {
        sequence = row.sequence();
        lanes.kept(row.lane());
        delivery.filled(row.lane());
        one.receipts.set(one.place, new Receipt.Kept(row.sequence(), row.id()));
    }

    /** Has a dead letter wait again, under its id and at the end. False when there is no room. */
    boolean again(Row dead, Tables tables) throws SQLException {
        long needs = 2L * dead.payload().length;
        if (room < needs) {
            room = file.room();
        }
        if (room < needs) {
            return false;
        }
        room -= needs;
        if (tables.records().insert(dead.again(sequence + 1, created))) {
            sequence++;
            lanes.replayed(dead.lane());
            delivery.filled(dead.lane());
        } // else its id waits already, from a second telling: that one goes
        tables.dead().take(dead);
        return true;
    }

    /** Whether records have come in. */
    boolean committed() {
        boolean any = sequence > committed;
        committed = sequence;
        return any;
    }

    void rolledBack() {
        sequence = committed;
        accepted.clear();
        relief.rolledBack();
    }
}
