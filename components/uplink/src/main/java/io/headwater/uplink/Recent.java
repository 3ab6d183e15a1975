package io.headwater.uplink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows that came in of late and were not offered yet: while the broker keeps up, nothing is read from the disk. Bounded; what does
 *  not fit, and all of before, is found in the table.
 *  <p>Threading: the writer's alone. */
final class Recent {
    private static final long MOST_BYTES = 8L << 20;

    private final long before;
    private final Map<String, Lane> lanes = new HashMap<>();
    private long bytes;

    /** Knows every row of its lane behind {@code before}. */
    private static final class Lane {
        private final TreeMap<Long, Row> rows = new TreeMap<>();
        private long before;

        Lane(long before) {
            this.before = before;
        }
    }

    /** @param before no row has a higher sequence yet */
    Recent(long before) {
        this.before = before;
    }

    void add(Row row) {
        Lane lane = lanes.computeIfAbsent(row.lane(), l -> new Lane(before));
        lane.rows.put(row.sequence(), row);
        bytes += row.weight();
        if (bytes > MOST_BYTES) {
            lanes.values().forEach(this::forgetHalf);
        }
    }

    private void forgetHalf(Lane lane) {
        for (int left = (lane.rows.size() + 1) / 2; left > 0; left--) {
            Row oldest = lane.rows.pollFirstEntry().getValue();
            bytes -= oldest.weight();
            lane.before = Math.max(lane.before, oldest.sequence());
        }
    }

    /** The next rows of a lane after {@code sequence}, as {@link RecordTable#after} gives them; those up to it are forgotten. Null when
     *  not all of them are known. */
    @Nullable List<Row> after(String name, long sequence, int limit, long maxBytes) {
        Lane lane = lanes.get(name);
        if (sequence < (lane == null ? before : lane.before)) {
            return null;
        }
        List<Row> found = new ArrayList<>();
        if (lane == null) {
            return found;
        }
        while (!lane.rows.isEmpty() && lane.rows.firstKey() <= sequence) {
            bytes -= lane.rows.pollFirstEntry().getValue().weight();
        }
        lane.before = sequence;
        long payloads = 0;
        for (Row row : lane.rows.values()) {
            if (found.size() == limit || payloads >= maxBytes) {
                break;
            }
            found.add(row);
            payloads += row.payload().length;
        }
        return found;
    }

    /** The rows of these sequences are in the table no more. */
    void forget(long first, long last) {
        for (Lane lane : lanes.values()) {
            Map<Long, Row> gone = lane.rows.subMap(first, true, last, true);
            gone.values().forEach(row -> bytes -= row.weight());
            gone.clear();
        }
    }
}
