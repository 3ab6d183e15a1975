package io.headwater.torture;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Does harm to the files of an outbox that nobody has open. */
final class Ruin {
    private static final int HEADER = 32;
    private static final int FRAME = 24 + 4096;
    private static final int MOST_FLIPS = 16;

    private final Path database;
    private final Path log;
    private final SplittableRandom random;

    Ruin(Path state, SplittableRandom random) {
        this.database = state.resolve("outbox.db");
        this.log = state.resolve("outbox.db-wal");
        this.random = random;
    }

    /** What lies in the log behind the last commit was never synced: it is cut off, replaced by noise, or noise is added, as a power
     *  cut may leave it. */
    void tearTail() throws IOException {
        if (!Files.exists(log)) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            long end = lastCommit(file);
            byte[] noise = new byte[random.nextInt(1, 3 * FRAME)];
            random.nextBytes(noise);
            switch (random.nextInt(3)) {
                case 0 -> file.setLength(Math.min(file.length(), end + random.nextInt(FRAME)));
                case 1 -> {
                    file.seek(end);
                    file.write(noise);
                }
                default -> {
                    file.setLength(end);
                    file.seek(end);
                    file.write(noise);
                }
            }
        }
    }

    /** Where the last transaction of the log's present round ends. The process was killed, not the system: what it wrote is all there. */
    private static long lastCommit(RandomAccessFile file) throws IOException {
        long end = HEADER;
        if (file.length() < HEADER) {
            return file.length();
        }
        byte[] header = new byte[HEADER];
        file.seek(0);
        file.readFully(header);
        long salt = ByteBuffer.wrap(header).getLong(16);
        for (long at = HEADER; at + FRAME <= file.length(); at += FRAME) {
            file.seek(at + 4);
            int commit = file.readInt();
            if (file.readLong() != salt) {
                return end; // of the round before
            }
            end = commit == 0 ? end : at + FRAME;
        }
        return end;
    }

    /** Turns bits of bytes that were synced, in the database or its log. */
    void flipBytes() throws IOException {
        List<Path> files = Files.exists(log) && Files.size(log) > 0 ? List.of(database, log) : List.of(database);
        Path chosen = files.get(random.nextInt(files.size()));
        try (RandomAccessFile file = new RandomAccessFile(chosen.toFile(), "rw")) {
            for (int i = random.nextInt(1, MOST_FLIPS); i > 0; i--) {
                long at = random.nextLong(file.length());
                file.seek(at);
                int was = file.read();
                file.seek(at);
                file.write(was ^ 1 << random.nextInt(8));
            }
        }
    }
}
