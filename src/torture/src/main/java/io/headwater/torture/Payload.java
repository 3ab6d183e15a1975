package io.headwater.torture;

import java.util.SplittableRandom;

/** The bytes that belong to an id: whoever knows the id can tell whether a record is whole. */
final class Payload {
    private static final int MOST = 3000;

    private Payload() {}

    static byte[] of(String id) {
        SplittableRandom random = new SplittableRandom(id.hashCode());
        byte[] bytes = new byte[1 + random.nextInt(MOST)];
        random.nextBytes(bytes);
        return bytes;
    }
}
