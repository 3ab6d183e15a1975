package io.headwater.runtime.oci;

import io.headwater.exchange.Durable;
import io.headwater.exchange.Problem;
import io.headwater.exchange.Sha256;
import io.headwater.infer.Models;
import io.headwater.infer.seal.Contents;
import io.headwater.infer.seal.SealException;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Brings a model's version into a folder of models: checked by its digests, and as {@code headwater validate} would, before it is there under its name.
 *  What was fetched stays by its digest, in {@code .pulled/}, while a version has it: of the next version only what is new is fetched, and what broke off goes on where it was.
 *  <p>Threading: one at a time in a folder. */
public final class Pull {
    private static final String KEPT = ".pulled";
    private static final String MAKING = ".pulling";
    private static final long SPARE_BYTES = 64L << 20;
    private static final Duration PATIENCE = Duration.ofDays(14);
    private static final int TRIES = 6;
    private static final long PAUSE_MILLIS = 500;

    private final Path models;
    private final Path kept;
    private final Progress progress;

    private Pull(Path models, Progress progress) {
        this.models = models;
        this.kept = models.resolve(KEPT);
        this.progress = progress;
    }

    /** What came.
     *
     *  @param folder of the version
     *  @param digest of the artifact, by which it can be pulled again exactly
     *  @param fetched bytes that were not there
     *  @param bytes of all files
     *  @param isNew whether the version was not there before */
    public record Done(String name, String version, Path folder, String digest, long fetched, long bytes, boolean isNew) {}

    /** @param models folder of models: {@code NAME/VERSION} is made in it
     *  <p>Errors: {@link OciException}; then the models in the folder are as they were. */
    public static Done run(String reference, Path models, Progress progress) throws OciException {
        Reference from = Reference.of(reference);
        try {
            Durable.folder(models.resolve(KEPT));
            try (FileChannel alone = FileChannel.open(models.resolve(KEPT).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock held = alone.tryLock()) {
                if (held == null) {
                    throw OciException.outside("another program pulls into " + models, "wait for its end");
                }
                return new Pull(models, progress).pull(from);
            }
        } catch (IOException e) {
            throw OciException.outside(reference + " cannot be pulled into " + models + ": " + e.getMessage(), "try again: what is here already is not fetched again");
        }
    }

    private Done pull(Reference from) throws OciException, IOException {
        Store store = from.store();
        byte[] manifest = patiently(() -> store.manifest(from.wanted()), () -> 0);
        String digest = Sha256.hex(manifest);
        if (from.sha256() != null && !from.sha256().equals(digest)) {
            throw OciException.wrong("what came under " + from.wanted() + " has digest sha256:" + digest, "do not use it: look at where it came from");
        }
        Artifact artifact = Artifact.read(manifest);
        Path folder = models.resolve(artifact.name()).resolve(artifact.version());
        boolean there = Files.exists(folder);
        if (there && !holds(folder, artifact)) {
            throw OciException.wrong(artifact.name() + " " + artifact.version() + " is in " + folder + " with other files", "give what is new a version of its own; or remove the folder");
        }
        long fetched = there ? 0 : fetch(store, artifact);
        if (!there) {
            make(artifact, folder);
        }
        forget();
        return new Done(artifact.name(), artifact.version(), folder, "sha256:" + digest, fetched, artifact.bytes(), !there);
    }

    private long fetch(Store store, Artifact artifact) throws OciException, IOException {
        long missing = 0;
        for (Entry file : artifact.files()) {
            missing += isKept(file) ? 0 : file.size();
        }
        long room = Files.getFileStore(kept).getUsableSpace();
        if (room - SPARE_BYTES < missing) {
            throw OciException.outside("the disk of " + models + " has room for " + room + " bytes, " + missing + " are to be fetched, and " + SPARE_BYTES + " stay free", "make room, or name a folder on another disk");
        }
        for (Entry file : artifact.files()) {
            if (!isKept(file)) {
                fetch(store, file);
            }
        }
        return missing;
    }

    private Path place(Entry file) {
        return kept.resolve(file.sha256());
    }

    private boolean isKept(Entry file) throws IOException {
        Path place = place(file);
        return Files.isRegularFile(place) && Files.size(place) == file.size() && digest(place).equals(file.sha256());
    }

    private static String digest(Path file) throws IOException {
        try {
            return Contents.digest(file);
        } catch (SealException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void fetch(Store store, Entry file) throws OciException, IOException {
        Path part = kept.resolve(file.sha256() + ".part");
        patiently(() -> {
            long had = Files.exists(part) ? Files.size(part) : 0;
            if (had > file.size()) {
                Files.delete(part);
                had = 0;
            }
            if (had < file.size() || file.size() == 0) {
                read(store, file, had, part);
            }
            if (Files.size(part) < file.size()) {
                throw new IOException(file.name() + " ended after " + Files.size(part) + " of " + file.size() + " bytes");
            }
            return part;
        }, () -> part.toFile().length());
        String digest = digest(part);
        if (!digest.equals(file.sha256())) {
            Files.delete(part);
            throw OciException.wrong("what came for " + file.name() + " has sha256 " + digest + ", the artifact says " + file.sha256(), "try again; if it comes again, look at where it comes from");
        }
        Files.move(part, place(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Durable.sync(kept);
    }

    private void read(Store store, Entry file, long from, Path part) throws OciException, IOException {
        try {
            store.read(file, from, first -> to(part, file, first));
        } catch (TooMuchException e) {
            Files.delete(part);
            throw OciException.wrong("what comes for " + file.name() + " has more than its " + file.size() + " bytes", "look at where it comes from");
        }
    }

    private static final class TooMuchException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Takes no more than the file is to have. */
    private OutputStream to(Path part, Entry file, long first) throws IOException {
        FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE).truncate(first).position(first);
        return new FilterOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            private long done = first;

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                done += length;
                if (done > file.size()) {
                    throw new TooMuchException();
                }
                out.write(bytes, from, length);
                progress.at(file.name(), done, file.size());
            }

            @Override
            public void close() throws IOException {
                try {
                    flush();
                    channel.force(true);
                } finally {
                    channel.close();
                }
            }
        };
    }

    /** Makes the version's folder beside, has it checked, and gives it its name. */
    private void make(Artifact artifact, Path folder) throws OciException, IOException {
        Path root = models.resolve(MAKING);
        delete(root);
        Path version = root.resolve(artifact.name()).resolve(artifact.version());
        for (Entry file : artifact.files()) {
            Path to = version.resolve(file.name());
            Files.createDirectories(to.getParent());
            link(place(file), to);
        }
        try {
            List<Problem> problems = Models.list(List.of(root)).stream().flatMap(entry -> entry.problems().stream()).filter(Problem::isError).toList();
            if (!problems.isEmpty()) {
                Problem first = problems.getFirst();
                throw OciException.wrong(artifact.name() + " " + artifact.version() + " is refused, and nothing was changed: " + first.text() + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)"), first.fix());
            }
            sync(root);
            Durable.folder(folder.getParent());
            Files.move(version, folder, StandardCopyOption.ATOMIC_MOVE);
            Durable.sync(folder.getParent());
        } finally {
            delete(root);
        }
    }

    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | IOException e) { // this file system has no links
            Files.copy(from, to);
        }
    }

    private static void sync(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path folder : all.filter(Files::isDirectory).toList()) {
                Durable.sync(folder);
            }
        }
    }

    private static boolean holds(Path folder, Artifact artifact) throws IOException {
        for (Entry file : artifact.files()) {
            Path path = folder.resolve(file.name());
            if (!Files.isRegularFile(path) || Files.size(path) != file.size() || !digest(path).equals(file.sha256())) {
                return false;
            }
        }
        return true;
    }

    /** What no version has any more: a file without links elsewhere. What broke off stays for some days. */
    private void forget() throws IOException {
        Instant old = Instant.now().minus(PATIENCE);
        try (Stream<Path> all = Files.list(kept)) {
            for (Path file : all.filter(f -> !f.endsWith("lock")).toList()) {
                boolean part = file.toString().endsWith(".part");
                if (part ? Files.getLastModifiedTime(file).toInstant().isBefore(old) : ((Number) Files.getAttribute(file, "unix:nlink")).intValue() == 1) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private interface Attempt<T> {
        T run() throws OciException, IOException;
    }

    /** Tries again what may get better, with pauses that grow, as often as may be without getting on.
     *
     *  @param at how far it is */
    private static <T> T patiently(Attempt<T> attempt, LongSupplier at) throws OciException, IOException {
        for (int n = 1;; n++) {
            long before = at.getAsLong();
            try {
                return attempt.run();
            } catch (IOException e) {
                if (n == TRIES) {
                    throw e;
                }
                n = at.getAsLong() > before ? 0 : n;
                try {
                    Thread.sleep(PAUSE_MILLIS << n);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }
}
