package io.headwater.uplink;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is offered to the subscriber: plans the next page within demand and bounds, knows what is in flight, takes the
 *  answers. A plan changes nothing here until its transaction is on disk.
 *  <p>Order: records are first offered in the order of their sequence; a rejected one comes again after its pause, before
 *  those never offered. A new subscriber starts with the oldest record that is not acknowledged.
 *  <p>Threading: the writer's alone, but for {@link #calm()}. */
final class Delivery {
    private static final int PAGE = 512;
    private static final int MAX_REJECTED = 1024;
    private static final long MAX_BYTES_IN_FLIGHT = 32L << 20;
    private static final int DAMAGED_KEPT = 1000;

    private final Settings settings;
    private final OutboxPublisher publisher;
    private final OutboxRecord.Answers answers;
    private final Retries retries;
    private final Map<Long, OutboxRecord> inFlight = new HashMap<>();
    private final Calm calm = new Calm();
    private long inFlightBytes;
    private long cursor;
    private OutboxPublisher.@Nullable Pull served;

    Delivery(Settings settings, OutboxPublisher publisher, OutboxRecord.Answers answers, long seed) {
        this.settings = settings;
        this.publisher = publisher;
        this.answers = answers;
        this.retries = new Retries(MAX_REJECTED, settings.retry(), settings.maxRetry(), seed);
    }

    /** A page that goes out once its transaction is on disk.
     *
     *  @param damaged rows that were set aside, their lanes */
    record Plan(OutboxPublisher.Pull pull, List<OutboxRecord> records, List<Long> again, List<Row> damaged, long cursor) {}

    /** Acknowledged records whose rows were taken out; in force once the transaction is on disk. */
    record Gone(List<OutboxRecord> records, List<Long> sequences) {}

    /** The subscriber changed: what the former one had in flight is to be offered again. */
    void follow() {
        OutboxPublisher.Pull now = publisher.current();
        if (now != served) {
            served = now;
            inFlight.clear();
            inFlightBytes = 0;
            cursor = 0;
            retries.clear();
        }
        calm.turn(inFlight.size());
    }

    private int allowed() {
        OutboxPublisher.Pull pull = served;
        if (pull == null || calm.wanted() || inFlightBytes >= MAX_BYTES_IN_FLIGHT) {
            return 0;
        }
        return (int) Math.min(Math.min(pull.demand(), settings.maxInFlight() - inFlight.size()), PAGE);
    }

    /** How long the writer may sleep when nothing comes in. */
    long nanosUntilWork(long lastSequence, long now, long otherwise) {
        if (allowed() == 0) {
            return otherwise;
        }
        return cursor < lastSequence && !retries.isFull() ? 0 : retries.nanosUntilDue(now, otherwise);
    }

    /** Reads and marks the next records to offer; null when there are none, or none are asked for. */
    @Nullable Plan plan(RecordTable table, long lastSequence, long nanos, long now) throws SQLException {
        int allowed = allowed();
        if (allowed == 0) {
            return null;
        }
        List<OutboxRecord> records = new ArrayList<>();
        List<Row> damaged = new ArrayList<>();
        List<Long> again = retries.due(nanos, allowed);
        for (long sequence : again) {
            RecordTable.Found found = table.at(sequence);
            if (found != null) {
                sort(found, records, damaged, table, now);
            }
        }
        long next = cursor;
        if (cursor < lastSequence && !retries.isFull() && records.size() < allowed) {
            List<RecordTable.Found> page = table.after(cursor, allowed - records.size(), MAX_BYTES_IN_FLIGHT - inFlightBytes);
            for (RecordTable.Found found : page) {
                sort(found, records, damaged, table, now);
            }
            if (page.isEmpty()) {
                next = lastSequence;
            } else {
                next = page.getLast().row().sequence();
                table.offered(page.getFirst().row().sequence(), next, now);
            }
        }
        return new Plan(Objects.requireNonNull(served), records, again, damaged, next);
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
        cursor = plan.cursor;
        for (OutboxRecord record : plan.records) {
            inFlight.put(record.sequence(), record);
            inFlightBytes += record.size();
        }
        calm.inFlight(inFlight.size());
        for (long sequence : plan.again) {
            if (inFlight.containsKey(sequence)) {
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
            if (inFlight.containsKey(record.sequence())) {
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
            OutboxRecord record = inFlight.remove(sequence);
            if (record != null) {
                inFlightBytes -= record.size();
            }
            retries.forget(sequence);
        }
        calm.inFlight(inFlight.size());
    }

    /** Whether this very offer awaits its answer. */
    boolean isInFlight(OutboxRecord record) {
        return inFlight.get(record.sequence()) == record;
    }

    /** The record was taken out of those that wait. */
    void gone(OutboxRecord record) {
        if (inFlight.remove(record.sequence(), record)) {
            inFlightBytes -= record.size();
            calm.inFlight(inFlight.size());
        }
        retries.forget(record.sequence());
    }

    /** False when the answer is one to a former subscription, and of no consequence. */
    boolean rejected(OutboxRecord record, long now) {
        if (!inFlight.remove(record.sequence(), record)) {
            return false;
        }
        inFlightBytes -= record.size();
        calm.inFlight(inFlight.size());
        retries.rejected(record.sequence(), now);
        return true;
    }

    Calm calm() {
        return calm;
    }
}
