package io.headwater.torture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** The disk under the state folder: a small one of its own where mounting is allowed (root), so that it can be filled.
 *  <p>Ownership: {@link #close()} takes it away, with all that is on it. */
final class StateDisk implements AutoCloseable {
    private static final String SIZE = "size=192m";

    private final Path folder;
    private final Path filler;
    private volatile boolean mounted;

    StateDisk(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.filler = folder.resolve("filler");
        this.mounted = run("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::unmount)); // also after Ctrl-C
    }

    /** Whether it is one of its own. */
    boolean isMounted() {
        return mounted;
    }

    /** Takes all the room there is. */
    void fill() throws IOException {
        byte[] some = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException e) { // full, which is meant; by now the box may have made room again, so there is nothing to look at but what was taken
            if (Files.size(filler) < some.length) {
                throw e;
            }
        }
    }

    void clear() throws IOException {
        Files.deleteIfExists(filler);
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such command here
        }
    }

    /** Saves its files from the {@link #close()}, for a person to look at. */
    void copyTo(Path kept) throws IOException {
        Files.createDirectories(kept);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** At once, however many still look into it. */
    private synchronized void unmount() {
        try {
            if (mounted) {
                mounted = false;
                run("umount", "-l", folder.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        unmount();
    }
}
