package io.headwater.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Small files and folders that a power cut leaves as they were before, or as they are now, and nothing between.
 *  <p>Source: POSIX promises a file's bytes after its sync, its name only after that of the folder it is in. */
public final class Durable {
    private Durable() {}

    /** Makes the folder and those above it, where missing. Where the folder above may not be read, its name is left to the file
     *  system. */
    public static void folder(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Path above = absolute.getParent();
        if (above == null) {
            return;
        }
        if (!Files.exists(above)) {
            folder(above);
        }
        Files.createDirectories(absolute);
        if (Files.isReadable(above)) {
            sync(above);
        }
    }

    /** Replaces what the file holds; its folder exists. */
    public static void write(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file.toAbsolutePath().getParent());
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
