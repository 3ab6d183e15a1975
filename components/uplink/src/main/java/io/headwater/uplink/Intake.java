package io.headwater.uplink;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Takes records in, as far as there is room, and gives each its place: a sequence that no other record ever has.
 *  <p>Threading: the writer's alone. */
final class Intake {
    private final Settings settings;
    private final OutboxFile file;
    private final Lanes lanes;
    private long sequence;
    private long committed;
    private long created;
    private long room;

    Intake(Settings settings, OutboxFile file, Lanes lanes) {
        this.settings = settings;
        this.file = file;
        this.lanes = lanes;
        this.sequence = file.lastSequence();
        this.committed = sequence;
    }

    /** The highest sequence given, in this transaction too. */
    long sequence() {
        return sequence;
    }

    /** A transaction begins. */
    void begin() throws SQLException {
        created = Draft.micros(settings.clock().instant());
        room = file.room();
    }

    List<Receipt> take(List<Draft> drafts, Tables tables) throws SQLException {
        List<Receipt> receipts = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            if (draft.payload().length > settings.maxRecordBytes()) {
                receipts.add(new Receipt.Refused(Receipt.TOO_LARGE));
            } else if (!hasRoom(draft.weight())) {
                receipts.add(new Receipt.Refused(Receipt.FULL));
            } else {
                receipts.add(keep(draft, tables.records()));
            }
        }
        return receipts;
    }

    private boolean hasRoom(int weight) throws SQLException {
        long needs = 2L * weight;
        if (room < needs) {
            room = file.room(); // the estimate errs to the safe side: look again
        }
        boolean fits = room >= needs;
        room -= fits ? needs : 0;
        return fits;
    }

    private Receipt keep(Draft d, RecordTable table) throws SQLException {
        long next = sequence + 1;
        String id = d.id() == null ? d.place() + "/" + file.name() + "-" + next : d.id();
        Row row = new Row(next, d.lane(), d.topic(), d.key(), d.place(), id, d.type(), d.contentType(), d.subject(),
                Draft.micros(d.eventTime()), created, d.payload());
        if (!table.insert(row)) {
            return new Receipt.AlreadyKept(id);
        }
        sequence = next;
        lanes.kept(d.lane());
        return new Receipt.Kept(next, id);
    }

    /** Has a dead letter wait again, under its id and at the end. False when there is no room. */
    boolean again(Row dead, Tables tables) throws SQLException {
        if (!hasRoom(dead.payload().length)) {
            return false;
        }
        if (tables.records().insert(dead.again(sequence + 1, created))) {
            sequence++;
            lanes.replayed(dead.lane());
        } // else its id waits already, from a second telling: that one goes
        tables.dead().take(dead);
        return true;
    }

    void committed() {
        committed = sequence;
    }

    void rolledBack() {
        sequence = committed;
    }
}
