package io.headwater.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

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

    /** Replaces what the file holds; its folder exists.
     *
     *  @param attributes of the file, such as who may read it */
    public static void write(Path file, String text, FileAttribute<?>... attributes) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        create(next, text, attributes);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file.toAbsolutePath().getParent());
    }

    /** Makes a file that is not there yet. What it holds is on the disk afterwards, its name only once its folder is {@link #sync synced}. */
    public static void create(Path file, String text, FileAttribute<?>... attributes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    /** The names in a folder are on the disk afterwards. */
    public static void sync(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
