package io.headwater.torture;

import io.headwater.uplink.Draft;
import java.time.Instant;
import java.util.SplittableRandom;

/** The bytes that belong to an id: whoever knows the id can tell whether a record is whole. */
final class Payload {
    private static final int MOST = 3000;

    /** The least quota of an outbox, so that its log is emptied often, in bytes. */
    static final long QUOTA = 8L << 20;

    private Payload() {}

    /** A record of that id, with its bytes. */
    static Draft draft(String id) {
        return new Draft("lane", "topic", "box", "box/route/step", id, "io.headwater.bytes.v1", "application/octet-stream", "", Instant.EPOCH, of(id));
    }

    static byte[] of(String id) {
        SplittableRandom random = new SplittableRandom(id.hashCode());
        byte[] bytes = new byte[1 + random.nextInt(MOST)];
        random.nextBytes(bytes);
        return bytes;
    }
}
