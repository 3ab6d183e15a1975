package io.headwater.uplink;

import io.headwater.exchange.Durable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts a new database in the place of a broken one, with every record whose own bytes are whole. The broken file is set aside as
 *  {@code outbox.db.damaged-1}, {@code -2} and so on, of which the newest is kept.
 *  <p>A kill or a power cut at any moment leaves the broken file, or the new one: the new one is written beside, synced, and has
 *  its final name only then; {@link #finish} goes on from there. */
final class Salvage {
    private static final int WRITE_VERSION = 18; // and behind it the read version: 1 or 2
    private static final Pattern ASIDE = Pattern.compile("outbox\\.db\\.damaged-(\\d{1,9})");

    private final Path folder;
    private final Path file;
    private final Path begun;
    private final Path whole;

    Salvage(Settings settings) {
        this.file = settings.file();
        this.folder = file.toAbsolutePath().getParent();
        this.begun = folder.resolve("outbox.db.new");
        this.whole = folder.resolve("outbox.db.salvaged");
    }

    /** What a salvage that was cut off has left is put in its place, or thrown away when it was not whole yet. */
    void finish() throws IOException {
        Files.deleteIfExists(begun);
        if (Files.exists(whole)) {
            change();
        }
    }

    /** Damage that SQLite would take for a file or a log that is new, and write over, or for one that it may not write; null when
     *  there is none. */
    @Nullable String unseen(HighWaterMark mark) throws IOException {
        boolean log = Files.exists(log(file)) && Files.size(log(file)) > 0;
        boolean exists = Files.exists(file);
        if ((!exists || Files.size(file) == 0) && (log || exists && mark.outbox() != null)) {
            return "it is empty";
        }
        try (Pages pages = new Pages(file)) {
            ByteBuffer first = pages.read(1);
            boolean strange = first != null && Math.max(first.get(WRITE_VERSION) & 0xff, first.get(WRITE_VERSION + 1) & 0xff) > 2;
            return strange ? "its header cannot be true" : pages.isLogBegun() ? null : "its log cannot be read";
        }
    }

    /** The bytes of a log of which SQLite would take a part, and then delete it; null when it takes all, or there is none. */
    byte @Nullable [] brokenLog() throws IOException {
        try (Pages pages = new Pages(file)) {
            return pages.isLogWhole() ? null : Files.readAllBytes(log(file));
        }
    }

    /** Nobody has the file open meanwhile. */
    Salvaged.Told run(HighWaterMark mark, Salvaged.@Nullable Known known) throws SQLException, IOException {
        finish();
        Salvaged.Told told;
        try (Connection db = Database.make(begun); Pages pages = new Pages(file)) {
            db.setAutoCommit(false);
            Schema.migrate(db);
            told = new Salvaged(db, mark, known).copy(pages);
            db.commit();
        } catch (SQLException | IOException e) {
            Files.deleteIfExists(begun);
            List<Path> old = damaged(folder);
            if (old.isEmpty() || !(e instanceof SQLException s && OutboxFile.isFull(s))) {
                throw e;
            }
            delete(old); // their room is needed
            return run(mark, known);
        }
        try (FileChannel made = FileChannel.open(begun, StandardOpenOption.WRITE)) {
            made.force(true);
        }
        Files.move(begun, whole, StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(folder);
        change();
        return told;
    }

    private void change() throws IOException {
        List<Path> old = damaged(folder);
        Path aside = folder.resolve("outbox.db.damaged-" + (old.isEmpty() ? 1 : number(old.getLast()) + 1));
        boolean any = false;
        for (Path part : List.of(log(file), file)) {
            if (Files.exists(part)) {
                Files.move(part, part.equals(file) ? aside : log(aside), StandardCopyOption.REPLACE_EXISTING);
                any = true;
            }
        }
        Files.deleteIfExists(folder.resolve(file.getFileName() + "-shm"));
        Durable.sync(folder); // else the new file could meet the old one's log
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(folder);
        if (any) {
            delete(old);
        }
    }

    private static void delete(List<Path> damaged) throws IOException {
        for (Path path : damaged) {
            Files.deleteIfExists(path);
            Files.deleteIfExists(log(path));
        }
    }

    private static Path log(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    /** The files that were set aside, the newest last. */
    static List<Path> damaged(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(p -> ASIDE.matcher(p.getFileName().toString()).matches()).sorted((a, b) -> Long.compare(number(a), number(b))).toList();
        }
    }

    private static long number(Path damaged) {
        Matcher matcher = ASIDE.matcher(damaged.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
