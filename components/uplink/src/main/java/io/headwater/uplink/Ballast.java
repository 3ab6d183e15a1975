package io.headwater.uplink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** Room on the disk that is kept for the time when it is full: thrown off then, so that records can still be marked, delivered
 *  and deleted, and taken on again once there is room. Filled with noise, since some file systems store no zeros.
 *  <p>Threading: the writer's alone, but for {@link #isHeld}. */
final class Ballast {
    static final int BYTES = 1 << 20;

    private final Path file;
    private volatile boolean held;

    Ballast(Path file) {
        this.file = file;
    }

    boolean isHeld() {
        return held;
    }

    /** Takes the room; false when there is none. */
    boolean take() {
        try {
            if (!Files.exists(file) || Files.size(file) != BYTES) {
                fill();
            }
            held = true;
        } catch (IOException e) {
            drop();
        }
        return held;
    }

    private void fill() throws IOException {
        byte[] noise = new byte[BYTES];
        new SplittableRandom(BYTES).nextBytes(noise);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(noise);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    void drop() {
        held = false;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            Seldom.OUTBOX.warn("{} cannot be deleted: {}", file, e.getMessage());
        }
    }
}
