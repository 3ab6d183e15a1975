package io.headwater.uplink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages of a database as of its last commit, read without SQLite, so that no broken page hides another: the newest of the
 *  write-ahead log before those of the file. A frame of the log whose own checksum is wrong, or whose commit is not there, is no
 *  page of the database, and is told as one of {@link #loose()}.
 *  <p>Threading: none; nobody writes the files meanwhile.
 *  <p>Source: SQLite's "Database File Format", 1.6, 1.8 and 4. */
final class Pages implements AutoCloseable {
    private static final int SIZE = Database.PAGE;
    private static final int LOG_HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int POINTERS = SIZE / 5;
    private static final int FREE = 2;

    private final @Nullable FileChannel file;
    private final @Nullable FileChannel log;
    private final Map<Integer, Long> inLog = new HashMap<>();
    private final Map<Integer, Long> uncommitted = new HashMap<>();
    private final List<Long> loose = new ArrayList<>();
    private int count;
    private boolean logIsBegun = true;

    Pages(Path database) throws IOException {
        file = open(database);
        log = open(database.resolveSibling(database.getFileName() + "-wal"));
        count = file == null ? 0 : (int) (file.size() / SIZE);
        if (log != null) {
            index(log);
        }
    }

    private static @Nullable FileChannel open(Path path) throws IOException {
        return Files.exists(path) ? FileChannel.open(path, StandardOpenOption.READ) : null;
    }

    int count() {
        return count;
    }

    /** The page, from 1; null when the disk does not give it. */
    @Nullable ByteBuffer read(int page) {
        if (page < 1 || page > count) {
            return null;
        }
        Long at = inLog.get(page);
        return at == null ? bytes(file, (page - 1L) * SIZE, SIZE) : bytes(log, at, SIZE);
    }

    /** The same for one of {@link #loose()}: that which may belong with it, else the page. */
    @Nullable ByteBuffer readLoose(int page) {
        Long at = uncommitted.get(page);
        return at == null ? read(page) : bytes(log, at, SIZE);
    }

    /** Whether SQLite would take all of the log that is of its last round. */
    boolean isLogWhole() {
        return logIsBegun && loose.isEmpty();
    }

    /** Whether SQLite would take any of it, if there is any. */
    boolean isLogBegun() {
        return logIsBegun;
    }

    /** What the log holds that cannot be put in its place. */
    List<ByteBuffer> loose() {
        return loose.stream().map(at -> bytes(log, at, SIZE)).filter(b -> b != null).toList();
    }

    /** Whether the page is one that holds nothing any more, by the pointer map of files with auto-vacuum. A map of a broken log may
     *  be older than the page. */
    boolean isFree(int page) {
        int map = 2 + (page - 2) / (POINTERS + 1) * (POINTERS + 1);
        ByteBuffer pointers = page < 3 || !isLogWhole() && inLog.containsKey(page) ? null : read(map);
        int at = 5 * (page - map - 1);
        return pointers != null && at >= 0 && pointers.get(at) == FREE && pointers.getInt(at + 1) == 0;
    }

    /** A bad sector costs what lies in it. */
    private static @Nullable ByteBuffer bytes(@Nullable FileChannel from, long at, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (from != null && bytes.hasRemaining() && from.read(bytes, at + bytes.position()) > 0) {
                // until it is whole, or the file ends
            }
        } catch (IOException e) {
            return null;
        }
        return bytes.hasRemaining() ? null : bytes.flip();
    }

    /** Each frame is checked by itself: its checksum goes on from that of the frame before, the one that is written there or the
     *  one that its bytes have. */
    private void index(FileChannel log) throws IOException {
        ByteBuffer header = bytes(log, 0, LOG_HEADER);
        ByteBuffer first = bytes(log, LOG_HEADER, FRAME_HEADER);
        if (header == null || first == null) {
            return;
        }
        boolean big = header.getInt(0) == 0x377f0683;
        int[] sum = {0, 0};
        add(sum, header, 0, FRAME_HEADER, big);
        boolean whole = sum[0] == header.getInt(24) && sum[1] == header.getInt(28);
        logIsBegun = whole;
        long salt = whole ? header.getLong(16) : first.getLong(8);
        int[] told = {header.getInt(24), header.getInt(28)};
        Map<Integer, Long> pending = new HashMap<>();
        for (long at = LOG_HEADER; at + FRAME_HEADER + SIZE <= log.size(); at += FRAME_HEADER + SIZE) {
            ByteBuffer frame = bytes(log, at, FRAME_HEADER + SIZE);
            if (frame == null) {
                continue; // a bad sector
            }
            boolean right = sum(frame, sum, big) | sum(frame, told, big);
            told = new int[] {frame.getInt(16), frame.getInt(20)};
            if (frame.getLong(8) != salt) {
                continue; // of the log's former round
            }
            if (!right) {
                loose.add(at + FRAME_HEADER);
                uncommitted.put(frame.getInt(0), at + FRAME_HEADER);
                continue;
            }
            pending.put(frame.getInt(0), at + FRAME_HEADER);
            if (frame.getInt(4) != 0) {
                inLog.putAll(pending);
                pending.clear();
                count = frame.getInt(4);
            }
        }
        loose.addAll(pending.values());
        uncommitted.putAll(pending);
        if (!loose.isEmpty()) { // a commit that told the size may be among them
            count = Math.max(count, inLog.keySet().stream().mapToInt(p -> p).max().orElse(0));
        }
    }

    /** Goes on with the sum over a frame; whether it is the one that is written in it. */
    private static boolean sum(ByteBuffer frame, int[] sum, boolean big) {
        add(sum, frame, 0, 8, big);
        add(sum, frame, FRAME_HEADER, SIZE, big);
        return sum[0] == frame.getInt(16) && sum[1] == frame.getInt(20);
    }

    private static void add(int[] sum, ByteBuffer bytes, int from, int length, boolean big) {
        for (int i = from; i < from + length; i += 8) {
            int a = bytes.getInt(i);
            int b = bytes.getInt(i + 4);
            sum[0] += (big ? a : Integer.reverseBytes(a)) + sum[1];
            sum[1] += (big ? b : Integer.reverseBytes(b)) + sum[0];
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
        if (log != null) {
            log.close();
        }
    }
}
