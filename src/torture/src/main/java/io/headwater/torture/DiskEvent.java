package io.headwater.torture;

import java.nio.file.Path;

/** What a process asked of its disk, or was told, in the order in which it happened. */
sealed interface DiskEvent {
    record MadeFile(Path file) implements DiskEvent {}

    record MadeFolder(Path folder) implements DiskEvent {}

    record Wrote(Path file, long at, byte[] bytes) implements DiskEvent {}

    record Resized(Path file, long size) implements DiskEvent {}

    record Removed(Path file) implements DiskEvent {}

    record Renamed(Path from, Path to) implements DiskEvent {}

    /** A file's bytes, or a folder's names, are on the disk by now. */
    record Synced(Path path) implements DiskEvent {}

    /** A line of the process's books. */
    record Told(String line) implements DiskEvent {}
}
