package io.headwater.runtime.oci;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A version of a model as an artifact: each of its files is a layer, named by {@code org.opencontainers.image.title}.
 *
 *  @param files in the order of their names */
record Artifact(String name, String version, List<Entry> files) {
    static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String TYPE = "application/vnd.headwater.model.v1";
    private static final String TITLE = "org.opencontainers.image.title";
    private static final String VERSION = "org.opencontainers.image.version";
    private static final String FILE_TYPE = "application/octet-stream";
    /** Nothing is configured: the specification's empty descriptor. */
    static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    static final Entry CONFIG = new Entry("", Sha256.hex(EMPTY), EMPTY.length);

    static final int MOST_MANIFEST_BYTES = 4 << 20;
    private static final int MOST_FILES = 1000;
    private static final long MOST_BYTES = 16L << 30;
    private static final int LONGEST_NAME = 200;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).build()).build());

    Artifact {
        files = List.copyOf(files);
    }

    long bytes() {
        return files.stream().mapToLong(Entry::size).sum();
    }

    /** The same files give the same bytes, and so the same digest. */
    byte[] manifest() {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("schemaVersion", 2).put("mediaType", MANIFEST_TYPE).put("artifactType", TYPE);
        descriptor(manifest.putObject("config"), "application/vnd.oci.empty.v1+json", CONFIG);
        ArrayNode layers = manifest.putArray("layers");
        for (Entry file : files) {
            ObjectNode layer = layers.addObject();
            descriptor(layer, FILE_TYPE, file);
            layer.putObject("annotations").put(TITLE, file.name());
        }
        manifest.putObject("annotations").put(TITLE, name).put(VERSION, version);
        return manifest.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void descriptor(ObjectNode to, String type, Entry content) {
        to.put("mediaType", type).put("digest", content.digest()).put("size", content.size());
    }

    /** Reads a manifest, and refuses what no model needs and a box must not unpack.
     *  <p>Errors: {@link OciException}. */
    static Artifact read(byte[] bytes) throws OciException {
        JsonNode manifest;
        try {
            manifest = JSON.readTree(bytes);
        } catch (IOException e) {
            throw refused("its manifest is not JSON");
        }
        if (manifest == null || !manifest.isObject()) {
            throw refused("its manifest is not JSON");
        }
        if (manifest.has("manifests")) {
            throw OciException.wrong("it is an index of " + manifest.path("manifests").size() + " artifacts, not one", "name one of them by its digest");
        }
        if (!TYPE.equals(manifest.path("artifactType").asText())) {
            throw OciException.wrong("it is of type " + shortened(manifest.path("artifactType").asText("none")) + ", must be " + TYPE, "push the model: headwater models push models/people/1.3.0 REFERENCE");
        }
        Artifact read = new Artifact(manifest.path("annotations").path(TITLE).asText(), manifest.path("annotations").path(VERSION).asText(), files(manifest.path("layers")));
        if (!read.name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}") || !read.version.matches("[A-Za-z0-9][A-Za-z0-9._+-]{0,127}")) {
            throw refused("it is " + shortened(read.name) + " " + shortened(read.version) + ", which are no name and version of a model");
        }
        if (read.bytes() > MOST_BYTES) {
            throw refused("it has " + read.bytes() + " bytes, must have at most " + MOST_BYTES);
        }
        if (read.files.stream().noneMatch(file -> file.name().equals("model.yaml"))) {
            throw refused("there is no model.yaml in it");
        }
        return read;
    }

    private static List<Entry> files(JsonNode layers) throws OciException {
        if (layers.size() > MOST_FILES) {
            throw refused("it has " + layers.size() + " files, must have at most " + MOST_FILES);
        }
        List<Entry> files = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (JsonNode layer : layers) {
            String name = layer.path("annotations").path(TITLE).asText();
            String digest = layer.path("digest").asText();
            long size = layer.path("size").asLong(-1);
            if (!isName(name)) {
                throw refused("a file in it is called " + shortened(name) + ", which leaves the model's folder or is no name");
            }
            if (!digest.matches("sha256:[0-9a-f]{64}") || size < 0 || size > MOST_BYTES) {
                throw refused("file " + name + " has digest " + shortened(digest) + " and size " + size + ", must have sha256: with 64 hex digits, and at most " + MOST_BYTES + " bytes");
            }
            if (!taken.add(name)) {
                throw refused("file " + name + " is in it twice");
            }
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                if (files.stream().map(Entry::name).anyMatch(name.substring(0, slash)::equals)) {
                    throw refused(name.substring(0, slash) + " is a file and a folder in it");
                }
            }
            files.add(new Entry(name, digest.substring("sha256:".length()), size));
        }
        return files;
    }

    /** Whether it stays below the folder, on any file system. */
    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || !name.matches("[A-Za-z0-9._+ /-]+")) {
            return false;
        }
        for (String part : name.split("/", -1)) {
            if (part.isBlank() || part.equals(".") || part.equals("..") || !part.equals(part.strip())) {
                return false;
            }
        }
        return true;
    }

    private static OciException refused(String what) {
        return OciException.wrong(what, "push it again as it should be: headwater models push DIR REFERENCE");
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > 60 ? plain.substring(0, 60) + "…" : plain.isEmpty() ? "(nothing)" : plain;
    }
}
