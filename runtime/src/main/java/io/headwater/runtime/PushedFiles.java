package io.headwater.runtime;

import io.headwater.exchange.Durable;
import io.headwater.runtime.check.Edits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Writes and removes route files together: they are laid into a hidden folder beside, synced, and the folder is renamed, which decides; then each
 *  is moved to its place. What a kill cuts short before is forgotten, after it is finished at the next start. */
final class PushedFiles {
    private static final Logger LOG = Logger.getLogger(PushedFiles.class);
    private static final String HALF = ".headwater-push.half";
    private static final String WHOLE = ".headwater-push";
    /** Names, one a line; no route file is called so. */
    private static final String REMOVED = "removed";

    private PushedFiles() {}

    /** All edits, or none.
     *
     *  @param target the folder that all are in
     *  <p>Errors: {@link IOException} when the disk takes nothing; then all is as it was, or goes on at the next start. */
    static void write(Path target, Edits edits) throws IOException {
        Path half = target.resolve(HALF);
        Folders.delete(half);
        Files.createDirectories(half);
        for (Map.Entry<Path, String> file : edits.written().entrySet()) {
            Durable.create(half.resolve(file.getKey().getFileName()), file.getValue());
        }
        Durable.create(half.resolve(REMOVED), String.join("\n", edits.removed().stream().map(f -> f.getFileName().toString()).toList()));
        Durable.sync(half);
        Files.move(half, target.resolve(WHOLE), StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(target);
        move(target);
    }

    /** What brings back all that the edits change. */
    static Edits undoing(Edits edits) throws IOException {
        Map<Path, String> texts = new HashMap<>();
        Set<Path> made = new HashSet<>();
        for (Path file : edits.written().keySet()) {
            if (Files.exists(file)) {
                texts.put(file, Files.readString(file));
            } else {
                made.add(file);
            }
        }
        for (Path file : edits.removed()) {
            texts.put(file, Files.readString(file));
        }
        return new Edits(texts, made);
    }

    /** Brings what a kill cut short to its end. */
    static void finish(Path target) {
        try {
            if (Files.isDirectory(target.resolve(WHOLE))) {
                move(target);
            }
        } catch (IOException e) {
            LOG.warnf("a push into %s that was cut short cannot be finished: %s", target, e);
        }
    }

    private static void move(Path target) throws IOException {
        Path whole = target.resolve(WHOLE);
        List<Path> files;
        try (Stream<Path> all = Files.list(whole)) {
            files = all.filter(f -> !f.getFileName().toString().equals(REMOVED)).toList();
        }
        for (Path file : files) {
            Files.move(file, target.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        Path removed = whole.resolve(REMOVED); // goes last, with the folder
        for (String name : Files.exists(removed) ? Files.readAllLines(removed) : List.<String>of()) {
            Files.deleteIfExists(target.resolve(name));
        }
        Durable.sync(target);
        Folders.delete(whole);
    }
}
