package io.headwater.runtime.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.Durable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A folder on disk, such as one on a USB stick.
 *  <p>Source: OCI Image Layout 1.0.0. */
final class LayoutStore implements Store {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TAG = "org.opencontainers.image.ref.name";
    private static final String INDEX = "index.json";

    private final Path folder;

    LayoutStore(Path folder) {
        this.folder = folder;
    }

    private Path file(String sha256) {
        return folder.resolve("blobs").resolve("sha256").resolve(sha256);
    }

    @Override
    public byte[] manifest(String wanted) throws OciException, IOException {
        if (!Files.isRegularFile(folder.resolve(INDEX))) {
            throw OciException.wrong("there is no OCI layout in " + folder, "name a folder with an index.json, as headwater models push DIR oci-layout:FOLDER:TAG makes it");
        }
        JsonNode found = null;
        for (JsonNode each : index().path("manifests")) {
            if (each.path("digest").asText().equals(wanted) || each.path("annotations").path(TAG).asText().equals(wanted)) {
                found = each;
            }
        }
        String digest = found == null ? "" : found.path("digest").asText();
        if (!digest.matches("sha256:[0-9a-f]{64}")) {
            throw OciException.wrong("there is no " + wanted + " in " + folder, "look into " + folder.resolve(INDEX) + " for what there is");
        }
        Path manifest = file(digest.substring("sha256:".length()));
        if (!Files.isRegularFile(manifest) || Files.size(manifest) > Artifact.MOST_MANIFEST_BYTES) {
            throw OciException.wrong("the manifest " + digest + " is missing in " + folder + ", or is none", "make the layout again");
        }
        return Files.readAllBytes(manifest);
    }

    private JsonNode index() throws OciException, IOException {
        try {
            return JSON.readTree(folder.resolve(INDEX).toFile());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw OciException.wrong(folder.resolve(INDEX) + " is not JSON", "make the layout again");
        }
    }

    @Override
    public long read(Entry content, long from, Sink to) throws OciException, IOException {
        Path file = file(content.sha256());
        if (!Files.isRegularFile(file)) {
            throw OciException.wrong("the content of " + content.name() + ", " + content.digest() + ", is missing in " + folder, "make the layout again");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ); OutputStream out = to.from(from)) {
            InputStream in = Channels.newInputStream(channel.position(from));
            in.transferTo(out);
            return from;
        }
    }

    @Override
    public boolean has(Entry content) throws IOException {
        return Files.isRegularFile(file(content.sha256())) && Files.size(file(content.sha256())) == content.size();
    }

    @Override
    public void write(Entry content, Path file) throws IOException {
        Path to = file(content.sha256());
        Durable.folder(to.getParent());
        Path part = to.resolveSibling(content.sha256() + ".part");
        Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Durable.sync(to.getParent());
    }

    @Override
    public void writeManifest(String tag, String sha256, byte[] manifest) throws OciException, IOException {
        Path temporary = Files.createTempFile("manifest", ".json");
        try {
            Files.write(temporary, manifest);
            write(new Entry("", sha256, manifest.length), temporary);
        } finally {
            Files.delete(temporary);
        }
        Durable.write(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        ObjectNode index = JSON.createObjectNode();
        index.put("schemaVersion", 2).put("mediaType", "application/vnd.oci.image.index.v1+json");
        ArrayNode all = index.putArray("manifests");
        if (Files.exists(folder.resolve(INDEX))) {
            for (JsonNode each : index().path("manifests")) {
                if (!each.path("annotations").path(TAG).asText().equals(tag)) {
                    all.add(each);
                }
            }
        }
        ObjectNode added = all.addObject();
        added.put("mediaType", Artifact.MANIFEST_TYPE).put("digest", "sha256:" + sha256).put("size", manifest.length);
        added.putObject("annotations").put(TAG, tag);
        Durable.write(folder.resolve(INDEX), index.toString());
    }
}
