package io.headwater.uplink;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Records for tests. */
final class Records {
    static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private Records() {}

    static Draft draft(String id) {
        return draft("summaries", id, ("payload of " + id).getBytes(StandardCharsets.UTF_8));
    }

    /** A lane from which nothing was rejected, purged or given up. */
    static OutboxState.Lane lane(String name, long stored, long acknowledged, long damaged, long waiting) {
        return new OutboxState.Lane(name, stored, acknowledged, damaged, 0, 0, 0, 0, 0, waiting);
    }

    static Draft draft(String lane, String id, byte[] payload) {
        return new Draft(lane, lane, "box", "box/crossing/up", id, "io.headwater.text.v1", "text/plain", "cam", NOON, payload);
    }
}
