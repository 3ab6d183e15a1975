package io.headwater.uplink;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The offers whose answers are outstanding, by lane, and which lanes the broker takes records of. Of a lane that it has not taken
 *  anything of since the last refusal only few are out at a time: a topic that is not there, or not allowed, holds up a client for
 *  seconds a record, and must not hold up the others.
 *  <p>Threading: the writer's alone. */
final class InFlight {
    private final int untried;
    private final Map<Long, OutboxRecord> records = new HashMap<>();
    private final Map<String, Integer> ofLane = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private long bytes;

    /** @param untried most records in flight of a lane of which the broker has not taken any */
    InFlight(int untried) {
        this.untried = untried;
    }

    void clear() {
        records.clear();
        ofLane.clear();
        taken.clear();
        bytes = 0;
    }

    int size() {
        return records.size();
    }

    long bytes() {
        return bytes;
    }

    List<Row> rows() {
        return records.values().stream().map(OutboxRecord::row).toList();
    }

    boolean contains(long sequence) {
        return records.containsKey(sequence);
    }

    /** Whether this very offer awaits its answer. */
    boolean contains(OutboxRecord record) {
        return records.get(record.sequence()) == record;
    }

    int count(String lane) {
        return ofLane.getOrDefault(lane, 0);
    }

    /** How many more of a lane may be out. */
    int budget(String lane) {
        return taken.contains(lane) ? Integer.MAX_VALUE : Math.max(0, untried - count(lane));
    }

    void add(OutboxRecord record) {
        records.put(record.sequence(), record);
        ofLane.merge(record.lane(), 1, Integer::sum);
        bytes += record.size();
    }

    /** The broker has taken the record that is out under this sequence. */
    void taken(long sequence) {
        OutboxRecord record = records.get(sequence);
        if (record != null) {
            remove(record);
            taken.add(record.lane());
        }
    }

    /** The broker has not taken it; false when the answer is none of the present subscriber's. */
    boolean refused(OutboxRecord record) {
        if (!contains(record)) {
            return false;
        }
        remove(record);
        taken.remove(record.lane());
        return true;
    }

    private void remove(OutboxRecord record) {
        records.remove(record.sequence());
        ofLane.computeIfPresent(record.lane(), (lane, n) -> n == 1 ? null : n - 1);
        bytes -= record.size();
    }
}
