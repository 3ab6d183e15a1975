package io.headwater.torture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A disk that keeps only what it must: bytes of files that were synced, and names in folders that were synced. Of everything
 *  since, a power cut may keep any part. Stricter than any file system that is in use: there, names follow with the file's sync. */
final class Disk {
    private final Path folder;
    private final Map<Path, Content> names = new HashMap<>();
    private final Map<Path, Content> syncedNames = new HashMap<>();
    private final List<Naming> pending = new ArrayList<>();

    /** A change of names that comes as one, or not at all; no content: the name is gone. */
    private record Naming(Path in, Map<Path, @Nullable Content> names) {}

    Disk(Path folder) {
        this.folder = folder;
    }

    /** True when a power cut right after this event can leave something that it could not before. */
    boolean apply(DiskEvent event) {
        switch (event) {
            case DiskEvent.MadeFile made -> name(made.file(), new Content());
            case DiskEvent.MadeFolder made -> name(made.folder(), new Content());
            case DiskEvent.Wrote wrote -> content(wrote.file()).change(wrote);
            case DiskEvent.Resized resized -> content(resized.file()).change(resized);
            case DiskEvent.Removed removed -> name(removed.file(), null);
            case DiskEvent.Renamed renamed -> {
                Content moved = content(renamed.from());
                Map<Path, @Nullable Content> both = new LinkedHashMap<>();
                both.put(renamed.from(), null);
                both.put(renamed.to(), moved);
                names.remove(renamed.from());
                names.put(renamed.to(), moved);
                pending.add(new Naming(renamed.to().getParent(), both));
            }
            case DiskEvent.Synced synced -> {
                sync(synced.path());
                return false;
            }
            case DiskEvent.Told told -> {
                return false;
            }
        }
        return true;
    }

    private void name(Path path, @Nullable Content content) {
        Map<Path, @Nullable Content> one = new LinkedHashMap<>();
        one.put(path, content);
        if (content == null) {
            names.remove(path);
        } else {
            names.put(path, content);
        }
        pending.add(new Naming(path.getParent(), one));
    }

    private Content content(Path file) {
        Content content = names.get(file);
        if (content == null) {
            throw new IllegalStateException("the trace changes " + file + " before it makes it");
        }
        return content;
    }

    private void sync(Path path) {
        pending.removeIf(naming -> {
            boolean here = naming.in().equals(path);
            if (here) {
                take(naming, syncedNames);
            }
            return here;
        });
        Content content = names.get(path);
        if (content != null) {
            content.sync();
        }
    }

    private static void take(Naming naming, Map<Path, Content> names) {
        naming.names().forEach((name, content) -> {
            if (content == null) {
                names.remove(name);
            } else {
                names.put(name, content);
            }
        });
    }

    /** The files of the folder as a power cut now could leave them, by their names in it. */
    Map<String, byte[]> afterCut(Loss loss, SplittableRandom random) {
        Map<Path, Content> left = new HashMap<>(syncedNames);
        int kept = switch (loss) {
            case ALL_LOST -> 0;
            case ALL_KEPT -> pending.size();
            default -> random.nextInt(pending.size() + 1); // a folder's names come in order: file systems keep a journal of them
        };
        pending.subList(0, kept).forEach(naming -> take(naming, left));
        Map<String, byte[]> files = new TreeMap<>();
        if (left.containsKey(folder)) {
            left.forEach((path, content) -> {
                if (!path.equals(folder)) {
                    files.put(folder.relativize(path).toString(), content.afterCut(loss, random));
                }
            });
        }
        return files;
    }
}
