package io.headwater.snapshot;

import io.headwater.exchange.Durable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Events on disk: a folder each, whose name begins with when it was. An event is there with all that is known of it at once, or not at all; pictures of the time
 *  after come one by one.
 *  <p>Threading: guarded by itself. */
final class Album {
    private static final String MAKING = ".making";

    private final Path folder;
    private final long keep;
    /** Bytes of each event, the oldest first. */
    private final TreeMap<String, Long> events = new TreeMap<>();
    private long bytes;

    /** Takes over what is there.
     *  <p>Errors: {@link IOException} when the folder cannot be made or read. */
    Album(Path folder, long keep) throws IOException {
        this.folder = folder;
        this.keep = keep;
        Durable.folder(folder);
        try (Stream<Path> all = Files.list(folder)) {
            for (Path event : all.filter(Files::isDirectory).toList()) {
                String name = event.getFileName().toString();
                if (name.equals(MAKING)) {
                    delete(event); // of a kill
                } else {
                    count(name, size(event));
                }
            }
        }
    }

    private void count(String event, long more) {
        events.merge(event, more, Long::sum);
        bytes += more;
    }

    /** Puts an event in, in the place of one of that name, and takes the oldest out when it is too much. */
    synchronized void put(String event, Map<String, byte[]> files) throws IOException {
        Path making = folder.resolve(MAKING);
        delete(making);
        Files.createDirectories(making);
        long more = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            write(making.resolve(file.getKey()), file.getValue());
            more += file.getValue().length;
        }
        if (events.containsKey(event)) {
            takeOut(event);
        }
        makeRoom(more, event);
        Durable.sync(making);
        Files.move(making, folder.resolve(event), StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(folder);
        count(event, more);
    }

    /** Adds a picture to an event; nothing where it has gone. */
    synchronized void add(String event, String name, byte[] picture) throws IOException {
        if (!events.containsKey(event)) {
            return;
        }
        makeRoom(picture.length, event);
        Path part = folder.resolve(event).resolve(name + ".part");
        write(part, picture);
        Files.move(part, part.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(part.getParent());
        count(event, picture.length);
    }

    private void makeRoom(long more, String but) throws IOException {
        while (bytes + more > keep && !events.isEmpty() && !(events.size() == 1 && events.containsKey(but))) {
            String oldest = events.firstKey().equals(but) ? events.higherKey(but) : events.firstKey();
            takeOut(oldest);
        }
    }

    private void takeOut(String event) throws IOException {
        delete(folder.resolve(event));
        bytes -= events.remove(event);
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    private static long size(Path event) throws IOException {
        try (Stream<Path> files = Files.list(event)) {
            long all = 0;
            for (Path file : files.toList()) {
                all += Files.size(file);
            }
            return all;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> below = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : below) {
                Files.delete(path);
            }
        }
    }
}
