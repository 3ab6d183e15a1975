package io.headwater.runtime;

import io.headwater.exchange.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The name by which this machine signs its records: made once, kept in the state folder. */
final class DeviceName {
    private DeviceName() {}

    static String of(Path state) {
        String given = System.getenv("HEADWATER_DEVICE");
        if (given != null && !given.isBlank()) {
            return given;
        }
        Path file = state.resolve("device");
        try {
            Durable.folder(state);
            String kept = Files.exists(file) ? Files.readString(file).strip() : "";
            if (!kept.isEmpty()) {
                return kept;
            }
            byte[] random = new byte[4];
            new SecureRandom().nextBytes(random);
            String name = "box-" + HexFormat.of().formatHex(random);
            Durable.write(file, name + "\n");
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException("the device's name cannot be kept in " + file, e);
        }
    }
}
