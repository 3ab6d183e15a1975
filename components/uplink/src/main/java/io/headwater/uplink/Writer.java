package io.headwater.uplink;

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
    private @Nullable Tables tables;
    private final Lanes lanes;
    private final Inbox inbox;
    private final Delivery delivery;
    private final Figures figures;
    private final Intake intake;
    private final Arrivals arrivals;
    private final List<OutboxRecord> acknowledged = new ArrayList<>();
    private final List<Inbox.Rejection> forGood = new ArrayList<>();
    private final Expiry expiry;
    private final Policies policies;
    private final Burial burial;
    private final Parked parked;
    private final Savings savings;
    private final Mending mending;
    private final List<Runnable> answers = new ArrayList<>();
    private Inbox.Batch current = new Inbox.Batch();
    private long pausedUntil = System.nanoTime();

    Writer(Settings settings, OutboxFile file, Lanes lanes, Policies policies, Inbox inbox, Delivery delivery, Figures figures, Arrivals arrivals) {
        this.settings = settings;
        this.file = file;
        this.lanes = lanes;
        this.inbox = inbox;
        this.delivery = delivery;
        this.figures = figures;
        this.policies = policies;
        this.arrivals = arrivals;
        this.intake = new Intake(settings, file, lanes, policies, delivery);
        this.expiry = new Expiry(policies, lanes, delivery);
        this.burial = new Burial(settings, lanes, delivery, figures);
        this.parked = new Parked(inbox, intake, policies);
        this.savings = new Savings(file);
        this.mending = new Mending(file, lanes, policies, delivery, intake);
    }

    @Override
    public void run() {
        try {
            while (!inbox.isDone()) {
                current = inbox.take(nanosToSleep());
                turn(current);
            }
            if (hasAnswers() || lanes.isChanged()) {
                turn(new Inbox.Batch()); // what a failed commit had left
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed by force
        } finally {
            forgetTables();
            OutboxException closed = new OutboxException("outbox " + file.path() + " is closed", null);
            current.fail(closed); // those that have an answer keep it
            parked.fail(closed);
            inbox.abandon(closed);
        }
    }

    private boolean hasAnswers() {
        return !acknowledged.isEmpty() || !forGood.isEmpty();
    }

    private long nanosToSleep() {
        long now = System.nanoTime();
        if (pausedUntil - now > 0) {
            return pausedUntil - now;
        }
        return hasAnswers() ? 0 : delivery.nanosUntilWork(now, parked.isEmpty() ? IDLE_NANOS : PAUSE_NANOS);
    }

    private void turn(Inbox.Batch batch) {
        delivery.follow();
        acknowledged.addAll(batch.acknowledged);
        for (Inbox.Rejection rejection : batch.rejected) {
            if (rejection.forGood()) {
                forGood.add(rejection);
            } else if (delivery.rejected(rejection.record(), System.nanoTime())) {
                figures.rejected(rejection.reason());
            }
        }
        answers.clear();
        if (!batch.appendings.isEmpty() || !batch.savings.isEmpty() || !parked.isEmpty()) {
            file.takeBallast();
        }
        try {
            commit(batch);
        } catch (Throwable e) { // an Error too must not leave callers waiting
            if (!isMended(e)) {
                fail(batch, e);
                return;
            }
            if (!isCommitted(batch)) {
                return;
            }
        }
        answers.forEach(Runnable::run);
        String atOdds = lanes.atOdds(delivery::isDone);
        if (atOdds != null) { // an index does not show its rows, or its book is wrong
            rollBack();
            mending.run(Damage.found("the rows of lane " + atOdds + " are not those of its book"));
        }
    }

    /** Whether the error was one of a broken file, and something was done about it: then nothing of this turn has happened, and it is
     *  worth another try, even where only the page that broke is left alone now. */
    private boolean isMended(Throwable e) {
        if (!mending.helpsAgainst(e)) {
            return false;
        }
        rollBack();
        answers.clear();
        mending.run((SQLException) e);
        return true;
    }

    private boolean isCommitted(Inbox.Batch batch) {
        try {
            commit(batch);
            return true;
        } catch (Throwable e) {
            fail(batch, e);
            return false;
        }
    }

    private void rollBack() {
        forgetTables();
        lanes.rolledBack();
        file.rollback();
        intake.rolledBack();
        savings.rolledBack();
    }

    private Tables tables() throws SQLException {
        Tables open = tables == null ? Tables.open(file.db(), settings) : tables;
        tables = open;
        return open;
    }

    private void forgetTables() {
        Tables open = tables;
        tables = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            Seldom.OUTBOX.warn("outbox {}: {}", file.path(), e.getMessage());
        }
    }

    private void commit(Inbox.Batch batch) throws SQLException {
        Tables tables = tables();
        intake.begin();
        Delivery.Gone gone = delivery.delete(tables.records(), acknowledged); // first: it makes room
        gone.records().forEach(r -> lanes.left(r.lane(), Departure.ACKNOWLEDGED));
        List<Inbox.Rejection> dead = burial.run(forGood, tables);
        expiry.run(tables, Draft.micros(settings.clock().instant()));
        Parked.Taken taken = parked.take(batch.appendings, tables);
        taken.told().forEach(told -> {
            told.notStored(lanes::notStored);
            answers.add(() -> tell(told.to(), told.receipts()));
        });
        for (Inbox.Errand errand : batch.errands) {
            int done = errand.work().run(new Chores(settings, tables, lanes, policies, intake, delivery, burial));
            answers.add(() -> errand.done().complete(done));
        }
        if (!batch.savings.isEmpty()) {
            savings.write(batch.savings.values(), tables, Draft.micros(settings.clock().instant()));
            answers.add(savings::committed);
        }
        Delivery.Plan plan = plan(tables.records());
        if (answers.isEmpty() && !lanes.isChanged() && !hasAnswers() && plan == null) {
            parked.committed(taken);
            return; // woken for nothing
        }
        lanes.write();
        policies.write(file.db());
        long oldest = tables.records().oldest();
        file.commit(intake.sequence());
        if (intake.committed()) {
            arrivals.more();
        }
        policies.committed();
        parked.committed(taken);
        acknowledged.clear();
        forGood.clear();
        figures.committed(oldest, tables.dead().count());
        lanes.committed(intake.sequence());
        dead.forEach(burial::committed);
        delivery.committed(gone);
        if (plan != null) {
            plan.damaged().forEach(row -> Seldom.OUTBOX.warn("record {} of outbox {} was changed on the disk; it is set aside in the"
                    + " table damaged, the others go on", row.sequence(), file.path()));
            delivery.committed(plan);
        }
    }

    /** The next page; a page that cannot be read must not keep new records out. */
    private Delivery.@Nullable Plan plan(RecordTable table) throws SQLException {
        long nanos = System.nanoTime();
        if (pausedUntil - nanos > 0) {
            return null;
        }
        try {
            Delivery.Plan plan = delivery.plan(table, nanos, Draft.micros(settings.clock().instant()));
            if (plan != null) {
                plan.damaged().forEach(row -> lanes.left(row.lane(), Departure.DAMAGED));
            }
            return plan;
        } catch (SQLException e) {
            if (mending.helpsAgainst(e)) {
                throw e;
            }
            pausedUntil = nanos + PAUSE_NANOS;
            Seldom.OUTBOX.warn("outbox {} cannot be read: {}", file.path(), e.getMessage());
            return null;
        }
    }

    private void tell(Inbox.Appending to, List<Receipt> receipts) {
        for (int i = 0; i < receipts.size(); i++) {
            String lane = to.drafts().get(i).lane();
            switch (receipts.get(i)) {
                case Receipt.Kept k -> { }
                case Receipt.AlreadyKept a -> {
                    figures.duplicate();
                    lanes.told(lane, Aside.of(a));
                }
                case Receipt.Refused r -> {
                    figures.refused(r.reason());
                    lanes.told(lane, Aside.of(r));
                    Seldom.OUTBOX.warn("outbox {}: a record of lane {} is refused: {}", file.path(), lane, r.reason());
                }
            }
        }
        to.done().complete(receipts);
    }

    /** Nothing of this turn has happened. Callers are told; answers of the broker are tried again at once without the new records. */
    private void fail(Inbox.Batch batch, Throwable e) {
        rollBack();
        boolean full = e instanceof SQLException s && OutboxFile.isFull(s);
        if (full) {
            file.lighten();
        }
        String sentence = "outbox " + file.path() + (full ? " is full: make room on its disk, or raise " + Settings.MAX_BYTES
                : " cannot be written: " + e.getMessage() + ": check its disk");
        figures.trouble(sentence);
        Seldom.OUTBOX.warn(sentence);
        if (full) {
            parked.park(batch).stream().map(Parked.Told::full).forEach(told -> {
                told.notStored(lanes::refused);
                tell(told.to(), told.receipts());
            });
        }
        batch.fail(new OutboxException(sentence, e));
        if (batch.appendings.isEmpty() && batch.errands.isEmpty() && batch.savings.isEmpty()) {
            pausedUntil = System.nanoTime() + PAUSE_NANOS;
        } else {
            turn(new Inbox.Batch());
        }
    }
}
