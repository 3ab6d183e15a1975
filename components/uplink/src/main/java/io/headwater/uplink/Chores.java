package io.headwater.uplink;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a person has done to the rows, within the writer's transaction. */
record Chores(Tables tables, Lanes lanes, Intake intake) {

    /** Has dead letters wait again, the oldest first, of one lane or of all; how many left the dead. Damaged ones stay. */
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
}
