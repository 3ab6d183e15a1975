package io.headwater.runtime.oci;

import io.headwater.exchange.Sha256;
import io.headwater.infer.seal.Contents;
import io.headwater.infer.seal.SealException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the folder of a model's version where boxes can pull it from. */
public final class Push {
    private Push() {}

    /** @param folder of the version, {@code NAME/VERSION}
     *  @param reference with a tag
     *  @param progress is told each file that is sent
     *  @return the artifact's digest, {@code sha256:…}: the same for the same files
     *  <p>Errors: {@link OciException}; what was sent by then lies there under no name. */
    public static String run(Path folder, String reference, Progress progress) throws OciException {
        Reference to = Reference.of(reference);
        String tag = to.tag();
        if (tag == null || to.sha256() != null) {
            throw OciException.wrong(reference + " has " + (tag == null ? "no tag" : "a digest") + ", which only what is there already has", "write a tag alone: " + "registry.example.com/models/people:1.3.0");
        }
        Path version = folder.toAbsolutePath().normalize();
        Map<String, Path> files = files(version);
        List<Entry> entries = new ArrayList<>();
        Path empty = null;
        try {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                entries.add(new Entry(file.getKey(), Contents.digest(file.getValue()), Files.size(file.getValue())));
            }
            Artifact artifact = new Artifact(version.getParent().getFileName().toString(), version.getFileName().toString(), entries);
            byte[] manifest = artifact.manifest();
            Artifact.read(manifest); // what no box would take is not sent
            Store store = to.store();
            for (Entry entry : entries) {
                progress.at(entry.name(), 0, entry.size());
                send(store, entry, files.get(entry.name()));
                progress.at(entry.name(), entry.size(), entry.size());
            }
            empty = Files.write(Files.createTempFile("config", ".json"), Artifact.EMPTY);
            send(store, Artifact.CONFIG, empty);
            String digest = Sha256.hex(manifest);
            store.writeManifest(tag, digest, manifest);
            return "sha256:" + digest;
        } catch (SealException e) {
            throw OciException.wrong(e.getMessage(), e.fix());
        } catch (IOException e) {
            throw OciException.outside(reference + " cannot be written: " + e.getMessage(), "try again: what is there already is not sent again");
        } finally {
            delete(empty);
        }
    }

    private static void send(Store store, Entry entry, Path file) throws OciException, IOException {
        if (!store.has(entry)) {
            store.write(entry, file);
        }
    }

    private static Map<String, Path> files(Path version) throws OciException {
        if (!Files.isRegularFile(version.resolve("model.yaml")) || version.getNameCount() < 2) {
            throw OciException.wrong("there is no model.yaml in " + version, "name the folder of a version: models/people/1.3.0");
        }
        try {
            Map<String, Path> files = new TreeMap<>(Contents.of(version));
            Path signature = version.resolve(Contents.SIGNATURE);
            if (Files.isRegularFile(signature)) {
                files.put(Contents.SIGNATURE, signature);
            }
            return files;
        } catch (SealException e) {
            throw OciException.wrong(e.getMessage(), e.fix());
        }
    }

    private static void delete(@org.jspecify.annotations.Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // a temporary file stays
        }
    }
}
