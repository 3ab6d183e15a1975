package io.headwater.uplink;

import io.headwater.flow.Fate;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one thread that touches the file. Each turn is one group commit: what was acknowledged is taken out, everything that
 *  waits is put in, the next page is marked as offered; then one sync, then everybody is answered.
 *  <p>Threading: {@link #run} on its own thread {@code uplink/outbox}. */
final class Writer implements Runnable {
    private static final long IDLE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Settings settings;
    private final OutboxFile file;
    private @Nullable RecordTable table;
    private final Lanes lanes;
    private final Inbox inbox;
    private final Delivery delivery;
    private final Figures figures;
    private final List<OutboxRecord> acknowledged = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private Inbox.Batch current = new Inbox.Batch();
    private long sequence;
    private long committedSequence;
    private long pausedUntil = System.nanoTime();

    /** What one caller is told, once it is true. */
    private record Answer(Inbox.Appending to, List<Receipt> receipts) {}

    Writer(Settings settings, OutboxFile file, Lanes lanes, Inbox inbox, Delivery delivery, Figures figures) {
        this.settings = settings;
        this.file = file;
        this.lanes = lanes;
        this.inbox = inbox;
        this.delivery = delivery;
        this.figures = figures;
        this.sequence = file.lastSequence();
        this.committedSequence = sequence;
    }

    @Override
    public void run() {
        try {
            while (!inbox.isDone()) {
                current = inbox.take(nanosToSleep());
                turn(current);
            }
            if (!acknowledged.isEmpty()) {
                turn(new Inbox.Batch()); // what a failed commit had left
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed by force
        } finally {
            forgetTable();
            OutboxException closed = new OutboxException("outbox " + file.path() + " is closed", null);
            current.appendings.forEach(a -> a.done().completeExceptionally(closed)); // those that have an answer keep it
            inbox.abandon(closed);
        }
    }

    private long nanosToSleep() {
        long now = System.nanoTime();
        if (pausedUntil - now > 0) {
            return pausedUntil - now;
        }
        return acknowledged.isEmpty() ? delivery.nanosUntilWork(sequence, now, IDLE_NANOS) : 0;
    }

    private void turn(Inbox.Batch batch) {
        delivery.follow();
        acknowledged.addAll(batch.acknowledged);
        for (Inbox.Rejection rejection : batch.rejected) {
            if (delivery.rejected(rejection.record(), System.nanoTime())) {
                figures.rejected(rejection.reason());
            }
        }
        answers.clear();
        if (!batch.appendings.isEmpty()) {
            file.takeBallast();
        }
        try {
            commit(batch);
        } catch (Throwable e) { // an Error too must not leave callers waiting
            fail(batch, e);
            return;
        }
        answers.forEach(this::tell);
    }

    /** The rows; opened again after a failure, since the driver closes statements that fail. */
    private RecordTable table() throws SQLException {
        RecordTable open = table == null ? new RecordTable(file.db()) : table;
        table = open;
        return open;
    }

    private void forgetTable() {
        RecordTable open = table;
        table = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            Seldom.OUTBOX.warn("outbox {}: {}", file.path(), e.getMessage());
        }
    }

    private void commit(Inbox.Batch batch) throws SQLException {
        RecordTable table = table();
        Delivery.Gone gone = delivery.delete(table, acknowledged); // first: it makes room
        gone.records().forEach(r -> lanes.acknowledged(r.lane()));
        append(batch.appendings, table);
        Delivery.Plan plan = plan(table);
        if (plan != null) {
            plan.damaged().forEach(row -> lanes.damaged(row.lane()));
        }
        if (batch.appendings.isEmpty() && acknowledged.isEmpty() && plan == null) {
            return; // woken for nothing
        }
        lanes.write();
        long oldest = table.oldest();
        file.commit(sequence);
        committedSequence = sequence;
        acknowledged.clear();
        figures.committed(oldest);
        lanes.committed();
        delivery.committed(gone);
        if (plan != null) {
            plan.damaged().forEach(row -> Seldom.OUTBOX.warn("record {} of outbox {} was changed on the disk; it is set aside in the"
                    + " table damaged, the others go on", row.sequence(), file.path()));
            delivery.committed(plan);
        }
    }

    /** The next page; a page that cannot be read must not keep new records out. */
    private Delivery.@Nullable Plan plan(RecordTable table) {
        long nanos = System.nanoTime();
        if (pausedUntil - nanos > 0) {
            return null;
        }
        try {
            return delivery.plan(table, sequence, nanos, Draft.micros(settings.clock().instant()));
        } catch (SQLException e) {
            pausedUntil = nanos + PAUSE_NANOS;
            Seldom.OUTBOX.warn("outbox {} cannot be read: {}", file.path(), e.getMessage());
            return null;
        }
    }

    private void append(List<Inbox.Appending> appendings, RecordTable table) throws SQLException {
        if (appendings.isEmpty()) {
            return;
        }
        long created = Draft.micros(settings.clock().instant());
        long room = file.room();
        for (Inbox.Appending appending : appendings) {
            List<Receipt> receipts = new ArrayList<>(appending.drafts().size());
            for (Draft draft : appending.drafts()) {
                long needs = 2L * draft.weight();
                if (room < needs) {
                    room = file.room(); // the estimate errs to the safe side: look again
                }
                if (draft.payload().length > settings.maxRecordBytes()) {
                    receipts.add(new Receipt.Refused(Receipt.TOO_LARGE));
                } else if (room < needs) {
                    receipts.add(new Receipt.Refused(Receipt.FULL));
                } else {
                    room -= needs;
                    receipts.add(keep(draft, created, table));
                }
            }
            answers.add(new Answer(appending, receipts));
        }
    }

    private Receipt keep(Draft d, long created, RecordTable table) throws SQLException {
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

    private void tell(Answer answer) {
        for (int i = 0; i < answer.receipts.size(); i++) {
            String lane = answer.to.drafts().get(i).lane();
            switch (answer.receipts.get(i)) {
                case Receipt.Kept k -> { }
                case Receipt.AlreadyKept a -> {
                    figures.duplicate();
                    lanes.notStored(lane, Lanes.ALREADY_KEPT);
                }
                case Receipt.Refused r -> {
                    figures.refused(r.reason());
                    lanes.notStored(lane, Fate.dropped(r.reason()));
                    Seldom.OUTBOX.warn("outbox {}: a record of lane {} is refused: {}", file.path(), lane, r.reason());
                }
            }
        }
        answer.to.done().complete(answer.receipts);
    }

    /** Nothing of this turn has happened. Callers are told; acknowledgements are tried again at once without the new records. */
    private void fail(Inbox.Batch batch, Throwable e) {
        forgetTable();
        lanes.rolledBack();
        file.rollback();
        sequence = committedSequence;
        boolean full = e instanceof SQLException s && OutboxFile.isFull(s);
        if (full) {
            file.lighten();
        }
        String sentence = "outbox " + file.path() + (full ? " is full: make room on its disk, or raise " + Settings.MAX_BYTES
                : " cannot be written: " + e.getMessage() + ": check its disk");
        figures.trouble(sentence);
        Seldom.OUTBOX.warn(sentence);
        for (Inbox.Appending appending : batch.appendings) {
            if (full) {
                tell(new Answer(appending, appending.drafts().stream().map(d -> (Receipt) new Receipt.Refused(Receipt.FULL)).toList()));
            } else {
                appending.done().completeExceptionally(new OutboxException(sentence, e));
            }
        }
        if (batch.appendings.isEmpty()) {
            pausedUntil = System.nanoTime() + PAUSE_NANOS;
        } else {
            turn(new Inbox.Batch());
        }
    }
}
