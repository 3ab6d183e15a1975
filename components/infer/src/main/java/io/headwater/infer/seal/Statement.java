package io.headwater.infer.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What is signed: the digest of every file of a folder.
 *  <p>Source: in-toto Statement v1 with the predicate {@code https://model_signing/signature/v1.0}, as the reference implementation of OpenSSF Model Signing (sigstore/model-transparency,
 *  {@code _signing/signing.py}) writes and reads it: resources in the order of their names, the subject's digest that of their digests one after the other.
 *
 *  @param name of the folder
 *  @param digests by file, with slashes; SHA-256 in hex */
record Statement(String name, Map<String, String> digests) {
    static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
    static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final String TYPE = "https://in-toto.io/Statement/v1";
    private static final String PREDICATE = "https://model_signing/signature/v1.0";
    private static final String AGAIN = "sign the model again: headwater models sign DIR --key private.pem";

    byte[] bytes() {
        ObjectNode o = JSON.createObjectNode().put("_type", TYPE);
        Map<String, String> sorted = new TreeMap<>(digests);
        o.putArray("subject").addObject().put("name", name).putObject("digest").put("sha256", root(sorted));
        o.put("predicateType", PREDICATE);
        ObjectNode predicate = o.putObject("predicate");
        ObjectNode how = predicate.putObject("serialization").put("method", "files").put("hash_type", "sha256").put("allow_symlinks", false);
        ArrayNode ignored = how.putArray("ignore_paths");
        Contents.IGNORED.stream().sorted().forEach(ignored::add);
        ArrayNode resources = predicate.putArray("resources");
        sorted.forEach((file, digest) -> resources.addObject().put("name", file).put("algorithm", "sha256").put("digest", digest));
        try {
            return JSON.writeValueAsBytes(o);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // texts alone
        }
    }

    private static String root(Map<String, String> digests) {
        MessageDigest sha = Sha256.begin();
        digests.values().forEach(d -> sha.update(HexFormat.of().parseHex(d)));
        return Sha256.hex(sha);
    }

    static Statement read(byte[] payload) throws SealException {
        JsonNode o = json(payload);
        expect("_type", TYPE, o.path("_type"));
        expect("predicateType", PREDICATE, o.path("predicateType"));
        JsonNode how = o.path("predicate").path("serialization");
        expect("predicate.serialization.method", "files", how.path("method"));
        expect("predicate.serialization.hash_type", "sha256", how.path("hash_type"));
        if (o.path("subject").size() != 1) {
            throw wrong("has " + o.path("subject").size() + " subjects, must have one");
        }
        Map<String, String> digests = new LinkedHashMap<>();
        for (JsonNode resource : o.path("predicate").path("resources")) {
            String file = resource.path("name").asText();
            expect("the algorithm of " + file, "sha256", resource.path("algorithm"));
            String digest = resource.path("digest").asText();
            if (!digest.matches("[0-9a-f]{64}")) {
                throw wrong("has " + shortened(digest) + " as the digest of " + file + ", must be 64 hex digits");
            }
            if (file.isEmpty() || file.startsWith("/") || file.contains("\\") || file.contains("\0") || ("/" + file + "/").matches(".*/(\\.{0,2})/.*")) {
                throw wrong("names the file \"" + shortened(file) + "\", which leaves the model's folder");
            }
            if (digests.put(file, digest) != null) {
                throw wrong("names " + file + " twice");
            }
        }
        if (digests.isEmpty()) {
            throw wrong("names no file");
        }
        expect("the subject's digest", root(digests), o.path("subject").path(0).path("digest").path("sha256"));
        return new Statement(o.path("subject").path(0).path("name").asText(), digests);
    }

    private static JsonNode json(byte[] payload) throws SealException {
        try {
            return JSON.readTree(new String(payload, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw wrong("is no JSON");
        }
    }

    private static void expect(String what, String right, JsonNode found) throws SealException {
        if (!right.equals(found.asText(null))) {
            throw wrong("has " + (found.isValueNode() ? shortened(found.asText()) : "nothing") + " as " + what + ", must have " + right);
        }
    }

    static SealException wrong(String how) {
        return new SealException("the statement that is signed " + how, AGAIN);
    }

    static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
