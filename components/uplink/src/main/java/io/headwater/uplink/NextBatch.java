package io.headwater.uplink;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a lane's batch by what Kafka says of it, and makes the next, within one transaction of the writer.
 *
 *  @param committed number of the last batch that Kafka has
 *  @param refused members that Kafka will never take
 *  @param most records of the next batch; 0 to make none */
record NextBatch(String lane, long committed, List<ExactlyOnce.Refused> refused, int most, ExactlyOnce.Made made) implements Inbox.Errand.Work {
    private static final long MOST_BYTES = 4L << 20;
    private static final int DAMAGED_KEPT = 1000;

    @Override
    public int run(Chores chores) throws SQLException {
        Batches batches = chores.tables().batches();
        made.batch = null;
        List<Long> members = batches.members(lane);
        if (!members.isEmpty()) {
            end(members, chores);
            batches.part(lane);
        }
        // a copy of an older state may be behind: no number is used twice
        long last = Math.max(batches.number(lane), committed);
        List<OutboxRecord> records = most == 0 ? List.of() : records(chores);
        if (!records.isEmpty()) {
            last++;
            List<Long> sequences = records.stream().map(OutboxRecord::sequence).sorted().toList();
            batches.join(lane, sequences);
            chores.tables().records().offered(lane, sequences.getFirst(), sequences.getLast(), Draft.micros(chores.clock().instant()));
            made.batch = new ExactlyOnce.Batch(lane, last, records);
        }
        if (last != batches.number(lane)) {
            batches.number(lane, last);
        }
        return records.size();
    }

    /** Kafka has all of them or none. */
    private void end(List<Long> members, Chores chores) throws SQLException {
        Tables tables = chores.tables();
        if (tables.batches().number(lane) <= committed) {
            for (long sequence : members) {
                if (tables.records().delete(sequence, sequence) == 1) {
                    chores.lanes().left(lane, Departure.ACKNOWLEDGED);
                }
            }
            return;
        }
        for (ExactlyOnce.Refused one : refused) {
            if (tables.batches().contains(one.record().sequence())) {
                chores.bury(one.record(), one.reason());
            }
        }
    }

    private List<OutboxRecord> records(Chores chores) throws SQLException {
        RecordTable table = chores.tables().records();
        List<OutboxRecord> records = new ArrayList<>();
        for (RecordTable.Found found : page(chores, table)) {
            long sequence = found.row().sequence();
            if (chores.delivery().isInFlight(sequence)) {
                continue; // from before the lane was sent exactly once: its answer is on its way
            }
            if (found.sound()) {
                records.add(new OutboxRecord(found.row(), NotAnswered.ONE_BY_ONE));
            } else {
                table.setAside(sequence, Draft.micros(chores.clock().instant()), DAMAGED_KEPT);
                chores.lanes().left(lane, Departure.DAMAGED);
            }
        }
        return records;
    }

    private List<RecordTable.Found> page(Chores chores, RecordTable table) throws SQLException {
        if (chores.policies().of(lane).order() == OfferOrder.OLDEST_FIRST) {
            return table.after(lane, 0, most, MOST_BYTES);
        }
        List<RecordTable.Found> page = new ArrayList<>();
        long bytes = 0;
        for (long sequence : table.newest(lane, most)) {
            RecordTable.@Nullable Found found = bytes >= MOST_BYTES ? null : table.at(sequence);
            if (found != null) {
                page.add(found);
                bytes += found.row().payload().length;
            }
        }
        return page;
    }

    /** Of a batch it is told as a whole what became of it. */
    private enum NotAnswered implements OutboxRecord.Answers {
        ONE_BY_ONE;

        @Override
        public void acknowledged(OutboxRecord offered) {
            // with the batch
        }

        @Override
        public void rejected(OutboxRecord offered, Throwable reason) {
            // with the batch
        }

        @Override
        public void undeliverable(OutboxRecord offered, Throwable reason) {
            // with the batch
        }
    }
}
