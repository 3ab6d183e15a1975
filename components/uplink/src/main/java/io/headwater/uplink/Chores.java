package io.headwater.uplink;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to the rows by a person, or by who sends exactly once, within the writer's transaction. */
record Chores(Settings settings, Tables tables, Lanes lanes, Policies policies, Intake intake, Delivery delivery, Burial burial) {

    InstantSource clock() {
        return settings.clock();
    }

    /** Kafka will never take that record. */
    void bury(OutboxRecord record, Throwable reason) throws SQLException {
        burial.bury(new Inbox.Rejection(record, reason, true), tables);
    }


    /** Has dead letters wait again, the oldest first, of one lane or of all; how many left the dead. */
    int replay(@Nullable String lane, int limit) throws SQLException {
        int replayed = 0;
        for (RecordTable.Found found : tables.dead().first(lane, limit)) {
            if (!found.sound()) {
                tables.dead().take(found.row()); // its checksum is wrong: what it was cannot be told to the broker
            } else if (!intake.again(found.row(), tables)) {
                return replayed;
            }
            replayed++;
        }
        return replayed;
    }

    /** Dead letters go; they stay counted as rejected. */
    int purgeDead(@Nullable String lane, int limit) throws SQLException {
        List<RecordTable.Found> found = tables.dead().first(lane, limit);
        for (RecordTable.Found dead : found) {
            tables.dead().take(dead.row());
        }
        return found.size();
    }

    int purgeDamaged(@Nullable String lane, int limit) throws SQLException {
        return tables.backlog().forgetDamaged(lane, limit);
    }

    /** Records that wait go, page by page, but for those in flight. */
    static final class Purge implements Inbox.Errand.Work {
        private final @Nullable String lane;
        private final int limit;
        private long after;

        Purge(@Nullable String lane, int limit) {
            this.lane = lane;
            this.limit = limit;
        }

        @Override
        public int run(Chores chores) throws SQLException {
            while (true) {
                List<Backlog.Place> page = chores.tables.backlog().places(lane, after, limit);
                int purged = 0;
                for (Backlog.Place place : page) {
                    if (!chores.delivery.isInFlight(place.sequence()) && !chores.tables.batches().contains(place.sequence())) {
                        chores.tables.records().delete(place.sequence(), place.sequence());
                        chores.lanes.left(place.lane(), Departure.PURGED);
                        purged++;
                    }
                }
                if (page.isEmpty() || purged > 0) {
                    after = page.isEmpty() ? after : page.getLast().sequence();
                    return purged;
                }
                after = page.getLast().sequence(); // all in flight: further on
            }
        }
    }
}
