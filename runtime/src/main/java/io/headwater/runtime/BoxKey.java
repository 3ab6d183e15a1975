package io.headwater.runtime;

import io.headwater.exchange.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What whoever changes the routes of a box must know: made once, in the state folder, readable for the user that the box runs as, and no other. */
record BoxKey(String text) {
    private static final int BYTES = 32;

    static Path file(Path state) {
        return state.resolve("key");
    }

    /** The key of a box, made where it has none. */
    static BoxKey of(Path state) {
        Path file = file(state);
        try {
            Durable.folder(state);
            if (!Files.exists(file)) {
                byte[] random = new byte[BYTES];
                new SecureRandom().nextBytes(random);
                Durable.write(file, HexFormat.of().formatHex(random) + "\n", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            return new BoxKey(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("the key that protects the routes cannot be kept in " + file, e);
        }
    }

    /** Whether a caller's header {@code Authorization} holds it. */
    boolean isIn(String authorization) {
        return authorization != null && MessageDigest.isEqual(authorization.getBytes(StandardCharsets.UTF_8), ("Bearer " + text).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "BoxKey"; // it is in no log
    }
}
