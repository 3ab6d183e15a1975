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

    static Draft draft(String lane, String id, byte[] payload) {
        return new Draft(lane, lane, "box", "box/crossing/up", id, "io.headwater.text.v1", "text/plain", "cam", NOON, payload);
    }
}
