package io.headwater.uplink;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is offered to the subscriber: plans the next page within demand and bounds, knows what is in flight, takes the
 *  answers. A plan changes nothing here until its transaction is on disk.
 *  <p>Order: lanes by their priority, each in its own order; a rejected record comes again after its pause, before
 *  those never offered. A new subscriber starts with what is not acknowledged.
 *  <p>Threading: the writer's alone, but for {@link #calm()}. */
final class Delivery {
    private static final int PAGE = 4096;
    private static final int MAX_REJECTED_A_LANE = 256;
    private static final long MAX_BYTES_IN_FLIGHT = 32L << 20;
    private static final int DAMAGED_KEPT = 1000;

    private final Settings settings;
    private final OutboxPublisher publisher;
    private final OutboxRecord.Answers answers;
    private final Retries retries;
    private final InFlight inFlight;
    private final Calm calm = new Calm();
    private final Turns turns;
    private final Policies policies;
    private final Lanes lanes;
    private OutboxPublisher.@Nullable Pull served;

    Delivery(Settings settings, OutboxPublisher publisher, OutboxRecord.Answers answers, Policies policies, Lanes lanes, long seed) {
        this.lanes = lanes;
        this.turns = new Turns(policies);
        this.policies = policies;
        this.inFlight = new InFlight(settings.untried());
        this.settings = settings;
        this.publisher = publisher;
        this.answers = answers;
        this.retries = new Retries(MAX_REJECTED_A_LANE, settings.retry(), settings.maxRetry(), seed);
    }

    /** A page that goes out once its transaction is on disk.
     *
     *  @param damaged rows that were set aside, their lanes */
    record Plan(OutboxPublisher.Pull pull, List<OutboxRecord> records, List<Long> again, List<Row> damaged, List<Turns.Step> steps) {}

    /** Acknowledged records whose rows were taken out; in force once the transaction is on disk. */
    record Gone(List<OutboxRecord> records, List<Long> sequences) {}

    /** The subscriber changed: what the former one had in flight is to be offered again. */
    void follow() {
        OutboxPublisher.Pull now = publisher.current();
        if (now != served) {
            served = now;
            inFlight.clear();
            turns.begin();
            retries.clear();
        }
        calm.turn(inFlight.size());
    }

    private int allowed() {
        OutboxPublisher.Pull pull = served;
        if (pull == null || calm.wanted() || inFlight.bytes() >= MAX_BYTES_IN_FLIGHT) {
            return 0;
        }
        return (int) Math.min(Math.min(pull.demand(), settings.maxInFlight() - inFlight.size()), PAGE);
    }

    /** How long the writer may sleep when nothing comes in. */
    long nanosUntilWork(long now, long otherwise) {
        if (allowed() == 0) {
            return otherwise;
        }
        return turns.any(lane -> !retries.isFull(lane) && inFlight.budget(lane) > 0) ? 0 : retries.nanosUntilDue(now, otherwise, lane -> inFlight.budget(lane) > 0);
    }

    /** Reads and marks the next records to offer; null when there are none, or none are asked for. */
    @Nullable Plan plan(RecordTable table, long nanos, long now) throws SQLException {
        int allowed = allowed();
        if (allowed == 0) {
            return null;
        }
        List<OutboxRecord> records = new ArrayList<>();
        List<Row> damaged = new ArrayList<>();
        List<Long> again = retries.due(nanos, allowed, inFlight::budget);
        for (long sequence : again) {
            RecordTable.Found found = table.at(sequence);
            if (found != null && !policies.of(found.row().lane()).exactlyOnce()) { // else it goes the other way from now on
                sort(found, records, damaged, table, now);
            }
        }
        List<Turns.Step> steps = new ArrayList<>();
        long bytes = MAX_BYTES_IN_FLIGHT - inFlight.bytes();
        for (String lane : turns.order(table)) {
            int budget = inFlight.budget(lane) - (int) records.stream().filter(r -> r.lane().equals(lane)).count();
            int limit = Math.min(allowed - records.size(), budget);
            if (limit > 0 && bytes > 0 && !retries.isFull(lane)) {
                int out = inFlight.count(lane) + retries.count(lane);
                List<RecordTable.Found> page = turns.page(table, lane, limit, bytes, out, this::isOut);
                mark(lane, page, table, now);
                for (RecordTable.Found found : page) {
                    bytes -= found.row().payload().length;
                    sort(found, records, damaged, table, now);
                }
                steps.add(turns.step(lane, page, limit, bytes <= 0));
            }
        }
        return new Plan(Objects.requireNonNull(served), records, again, damaged, steps);
    }

    private boolean isOut(long sequence) {
        return inFlight.contains(sequence) || retries.contains(sequence);
    }

    /** In a page everything between its least and its greatest sequence was offered, now or before; oldest first, all of before too. */
    private void mark(String lane, List<RecordTable.Found> page, RecordTable table, long now) throws SQLException {
        if (page.isEmpty()) {
            return;
        }
        long first = page.getFirst().row().sequence();
        long last = page.getLast().row().sequence();
        if (policies.of(lane).order() == OfferOrder.OLDEST_FIRST) {
            lanes.offered(lane, last);
        } else {
            table.offered(lane, Math.min(first, last), Math.max(first, last), now);
        }
    }

    private void sort(RecordTable.Found found, List<OutboxRecord> records, List<Row> damaged, RecordTable table, long now) throws SQLException {
        if (found.sound()) {
            records.add(new OutboxRecord(found.row(), answers));
        } else {
            table.setAside(found.row().sequence(), now, DAMAGED_KEPT);
            damaged.add(found.row());
        }
    }

    /** The plan is on disk: hands it out. */
    void committed(Plan plan) {
        plan.steps.forEach(turns::committed);
        for (OutboxRecord record : plan.records) {
            inFlight.add(record);
        }
        calm.inFlight(inFlight.size());
        for (long sequence : plan.again) {
            if (inFlight.contains(sequence)) {
                retries.offered(sequence);
            } else {
                retries.forget(sequence); // damaged, or taken out meanwhile
            }
        }
        if (!plan.records.isEmpty()) {
            publisher.hand(plan.pull, plan.records);
        }
    }

    /** Takes the rows of acknowledged records out, in runs of neighbouring sequences. */
    Gone delete(RecordTable table, List<OutboxRecord> acknowledged) throws SQLException {
        TreeMap<Long, OutboxRecord> bySequence = new TreeMap<>();
        List<OutboxRecord> gone = new ArrayList<>(acknowledged.size());
        for (OutboxRecord record : acknowledged) {
            if (inFlight.contains(record.sequence())) {
                bySequence.put(record.sequence(), record);
            } else if (!bySequence.containsKey(record.sequence()) && table.delete(record.sequence(), record.sequence()) == 1) {
                gone.add(record); // a late answer to a former subscription: its row was still there
            }
        }
        long first = -1;
        long last = -1;
        for (long sequence : bySequence.keySet()) {
            if (first >= 0 && sequence != last + 1) {
                table.delete(first, last);
                first = -1;
            }
            first = first < 0 ? sequence : first;
            last = sequence;
        }
        if (first >= 0) {
            table.delete(first, last);
        }
        List<Long> sequences = new ArrayList<>(bySequence.keySet());
        gone.forEach(r -> sequences.add(r.sequence()));
        gone.addAll(bySequence.values());
        return new Gone(gone, sequences);
    }

    void committed(Gone gone) {
        for (long sequence : gone.sequences) {
            inFlight.taken(sequence);
            retries.forget(sequence);
        }
        calm.inFlight(inFlight.size());
    }

    /** Whether the record is with the broker now, its answer outstanding. */
    boolean isInFlight(long sequence) {
        return inFlight.contains(sequence);
    }

    /** Whether this very offer awaits its answer. */
    boolean isInFlight(OutboxRecord record) {
        return inFlight.contains(record);
    }

    /** The record was taken out of those that wait. */
    void gone(OutboxRecord record) {
        if (inFlight.refused(record)) {
            calm.inFlight(inFlight.size());
        }
        retries.forget(record.sequence());
    }

    /** False when the answer is one to a former subscription, and of no consequence. */
    boolean rejected(OutboxRecord record, long now) {
        if (!inFlight.refused(record)) {
            return false;
        }
        calm.inFlight(inFlight.size());
        retries.rejected(record.sequence(), record.lane(), now);
        return true;
    }

    /** The rows that are with the broker. */
    List<Row> outstanding() {
        return inFlight.rows();
    }

    /** Whether all of a lane was offered and answered. */
    boolean isDone(String lane) {
        return served != null && turns.isDry(lane) && inFlight.count(lane) == 0 && retries.count(lane) == 0;
    }

    /** The outbox was salvaged: rows may have come to light where a lane was offered already. */
    void renewed(Backlog backlog, long nanos) throws SQLException {
        long after = 0;
        List<Backlog.Place> page;
        do {
            page = backlog.places(null, after, PAGE);
            for (Backlog.Place row : page) {
                turns.filled(row.lane());
                if (row.sequence() <= turns.cursor(row.lane()) && !isOut(row.sequence())) {
                    retries.rejected(row.sequence(), row.lane(), nanos);
                }
                after = row.sequence();
            }
        } while (!page.isEmpty());
    }

    /** Something was put into a lane. */
    void filled(String lane) {
        turns.filled(lane);
    }

    Calm calm() {
        return calm;
    }
}
