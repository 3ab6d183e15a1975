package io.headwater.infer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.Problem;
import io.headwater.infer.seal.Seal;
import io.headwater.infer.seal.Trust;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A signed model is loaded as it was signed, and not otherwise: forty ways to tamper with its folder, forty refusals by name. */
final class TamperedTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;
    private final KeyPair keys = generate("secp256r1");
    private final KeyPair others = generate("secp256r1");
    private Path version = Path.of("");

    private interface Deed {
        void on(Path version) throws Exception;
    }

    private static KeyPair generate(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path pem(String name, String kind, byte[] encoded) throws Exception {
        return Files.writeString(folder.resolve(name), "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END " + kind + "-----\n");
    }

    @BeforeEach
    void signOne() throws Exception {
        pem("private.pem", "PRIVATE KEY", keys.getPrivate().getEncoded());
        pem("public.pem", "PUBLIC KEY", keys.getPublic().getEncoded());
        pem("other.pem", "PUBLIC KEY", others.getPublic().getEncoded());
        version = make("good");
    }

    /** A folder of a model with weights and labels, signed. */
    private Path make(String root) throws Exception {
        Path to = Files.createDirectories(folder.resolve(root).resolve("things/1.0.0"));
        byte[] onnx = new TinyOnnx("image", 1, 3, 4, 6).gives("scores", new long[] {1, 2}, 0.1, 1, 0.9).bytes();
        Files.write(to.resolve("things.onnx"), onnx);
        Files.writeString(to.resolve("labels.txt"), "cat\ndog\n");
        Files.writeString(to.resolve("model.yaml"), "name: things\nversion: 1.0.0\nfile: things.onnx\nsha256: " + sha(onnx)
                + "\nlabelsFile: labels.txt\ninput: { tensor: image, size: [4, 6] }\noutput: { classes: { tensor: scores } }\n");
        Seal.sign(to, folder.resolve("private.pem"), folder.resolve("public.pem"));
        return to;
    }

    private static String sha(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** What is wrong with it; null where it was loaded. */
    private String load(Path tampered, Trust trust) {
        List<Problem> problems = new ArrayList<>();
        ModelFile file = ModelFile.open(tampered, Opening.TO_RUN, trust, problems);
        if (file.model() != null) {
            file.model().close();
            return problems.isEmpty() ? null : "loaded, and " + problems;
        }
        assertThat(problems).isNotEmpty();
        return problems.getFirst().text();
    }

    private Trust trust() {
        return Trust.of(folder.resolve("public.pem"));
    }

    private static void append(Path file, String text) throws Exception {
        Files.writeString(file, text, java.nio.file.StandardOpenOption.APPEND);
    }

    private static void bundle(Path version, Consumer<ObjectNode> change) throws Exception {
        ObjectNode bundle = (ObjectNode) JSON.readTree(Files.readString(version.resolve("model.sig")));
        change.accept(bundle);
        Files.writeString(version.resolve("model.sig"), bundle.toString());
    }

    /** Changes what is signed, and signs that, as a key that is trusted might by mistake: form is checked too. */
    private void statement(Path version, Consumer<ObjectNode> change) throws Exception {
        bundle(version, bundle -> {
            try {
                ObjectNode statement = (ObjectNode) JSON.readTree(Base64.getDecoder().decode(bundle.path("dsseEnvelope").path("payload").asText()));
                change.accept(statement);
                resign(bundle, statement.toString().getBytes(UTF_8));
            } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void resign(ObjectNode bundle, byte[] payload) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(("DSSEv1 28 application/vnd.in-toto+json " + payload.length + " ").getBytes(UTF_8));
            signature.update(payload);
            ObjectNode envelope = (ObjectNode) bundle.path("dsseEnvelope");
            envelope.put("payload", Base64.getEncoder().encodeToString(payload));
            ((ObjectNode) envelope.path("signatures").path(0)).put("sig", Base64.getEncoder().encodeToString(signature.sign()));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ArrayNode resources(JsonNode statement) {
        return (ArrayNode) statement.path("predicate").path("resources");
    }

    private static ObjectNode envelope(ObjectNode bundle) {
        return (ObjectNode) bundle.path("dsseEnvelope");
    }

    private static void flip(Path file, long at) throws Exception {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at);
            int old = raw.read();
            raw.seek(at);
            raw.write(old ^ 1);
        }
    }

    private static void resize(Path file, long bytes) throws Exception {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(bytes); // sparse: it takes no room
        }
    }

    @Test
    void fortyTamperedFoldersAreFortyRefusals() throws Exception {
        Map<String, Deed> deeds = new LinkedHashMap<>();
        // files
        deeds.put("it is not signed: there is no model.sig", v -> Files.delete(v.resolve("model.sig")));
        deeds.put("file things.onnx was changed after it was signed", v -> flip(v.resolve("things.onnx"), 40));
        deeds.put("file model.yaml was changed after it was signed", v -> append(v.resolve("model.yaml"), "minScore: 0.1\n"));
        deeds.put("file labels.txt was changed after it was signed", v -> Files.writeString(v.resolve("labels.txt"), "dog\ncat\n"));
        deeds.put("file labels.txt is missing, the signature names it", v -> Files.delete(v.resolve("labels.txt")));
        deeds.put("file things.onnx is missing, the signature names it", v -> Files.delete(v.resolve("things.onnx")));
        deeds.put("file model.yaml is missing, the signature names it", v -> Files.delete(v.resolve("model.yaml")));
        deeds.put("file extra.bin is there, and the signature does not name it", v -> Files.writeString(v.resolve("extra.bin"), "x"));
        deeds.put("file deep/er/extra.bin is there, and the signature does not name it", v -> Files.writeString(Files.createDirectories(v.resolve("deep/er")).resolve("extra.bin"), "x"));
        deeds.put("labels.txt is a link that leads out of the model's folder", v -> {
            Files.move(v.resolve("labels.txt"), folder.resolve("outside.txt"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.createSymbolicLink(v.resolve("labels.txt"), folder.resolve("outside.txt"));
        });
        deeds.put("more is a link that leads out of the model's folder", v -> Files.createSymbolicLink(v.resolve("more"), folder));
        deeds.put("the folder has more than 1000 files", v -> {
            for (int i = 0; i < 1001; i++) {
                Files.createFile(v.resolve("f" + i));
            }
        });
        // the bundle
        deeds.put("model.sig is no JSON", v -> Files.writeString(v.resolve("model.sig"), "{"));
        deeds.put("model.sig is no JSON object", v -> Files.writeString(v.resolve("model.sig"), "[]"));
        deeds.put("model.sig is no JSON: Duplicate field 'mediaType'", v -> Files.writeString(v.resolve("model.sig"), Files.readString(v.resolve("model.sig")).replaceFirst("\\{", "{\"mediaType\":\"x\",")));
        deeds.put("model.sig has 5000000 bytes, must have at most 4194304", v -> resize(v.resolve("model.sig"), 5_000_000));
        deeds.put("model.sig is no file", v -> {
            Files.delete(v.resolve("model.sig"));
            Files.createDirectory(v.resolve("model.sig"));
        });
        deeds.put("model.sig is of application/vnd.dev.sigstore.bundle.v0.1+json, must be of", v -> bundle(v, b -> b.put("mediaType", "application/vnd.dev.sigstore.bundle.v0.1+json")));
        deeds.put("model.sig has a payload of text/plain, must be of application/vnd.in-toto+json", v -> bundle(v, b -> envelope(b).put("payloadType", "text/plain")));
        deeds.put("model.sig has 0 signatures, must have one", v -> bundle(v, b -> envelope(b).putArray("signatures")));
        deeds.put("model.sig has 2 signatures, must have one", v -> bundle(v, b -> ((ArrayNode) b.path("dsseEnvelope").path("signatures")).addObject().put("sig", "AA==")));
        deeds.put("model.sig has a signature that is no Base64", v -> bundle(v, b -> ((ObjectNode) b.path("dsseEnvelope").path("signatures").path(0)).put("sig", "?")));
        deeds.put("model.sig has no payload", v -> bundle(v, b -> envelope(b).remove("payload")));
        deeds.put("the signature in model.sig was not made over this statement by the key that it names", v -> bundle(v, b -> ((ObjectNode) b.path("dsseEnvelope").path("signatures").path(0)).put("sig", "MAYCAQECAQE=")));
        deeds.put("made over this statement by the key that it names", v -> bundle(v, b -> envelope(b).put("payload", Base64.getEncoder().encodeToString("{}".getBytes(UTF_8)))));
        deeds.put("it is signed by the key ", v -> {
            pem("theirs.pem", "PRIVATE KEY", others.getPrivate().getEncoded());
            Seal.sign(v, folder.resolve("theirs.pem"), folder.resolve("other.pem"));
        });
        deeds.put("was not made over this statement by a key that this box trusts", v -> {
            pem("theirs.pem", "PRIVATE KEY", others.getPrivate().getEncoded());
            Seal.sign(v, folder.resolve("theirs.pem"), folder.resolve("other.pem"));
            bundle(v, b -> ((ObjectNode) b.path("verificationMaterial").path("publicKey")).remove("hint"));
        });
        // the statement, signed as it is
        deeds.put("the statement that is signed is no JSON", v -> bundle(v, b -> resign(b, "no".getBytes(UTF_8))));
        deeds.put("as _type, must have https://in-toto.io/Statement/v1", v -> statement(v, s -> s.put("_type", "https://in-toto.io/Statement/v0.1")));
        deeds.put("as predicateType, must have https://model_signing/signature/v1.0", v -> statement(v, s -> s.put("predicateType", "https://slsa.dev/provenance/v1")));
        deeds.put("as predicate.serialization.method, must have files", v -> statement(v, s -> ((ObjectNode) s.path("predicate").path("serialization")).put("method", "shards")));
        deeds.put("as predicate.serialization.hash_type, must have sha256", v -> statement(v, s -> ((ObjectNode) s.path("predicate").path("serialization")).put("hash_type", "md5")));
        deeds.put("has 2 subjects, must have one", v -> statement(v, s -> ((ArrayNode) s.path("subject")).addObject().put("name", "x")));
        deeds.put("as the subject's digest, must have ", v -> statement(v, s -> ((ObjectNode) s.path("subject").path(0).path("digest")).put("sha256", "00")));
        deeds.put("names no file", v -> statement(v, s -> resources(s).removeAll()));
        deeds.put("names labels.txt twice", v -> statement(v, s -> resources(s).add(resources(s).get(0).deepCopy())));
        deeds.put("as the algorithm of labels.txt, must have sha256", v -> statement(v, s -> ((ObjectNode) resources(s).get(0)).put("algorithm", "blake2")));
        deeds.put("as the digest of labels.txt, must be 64 hex digits", v -> statement(v, s -> ((ObjectNode) resources(s).get(0)).put("digest", "00")));
        deeds.put("names the file \"../../keys.txt\", which leaves the model's folder", v -> statement(v, s -> ((ObjectNode) resources(s).get(0)).put("name", "../../keys.txt")));
        deeds.put("names the file \"/etc/passwd\", which leaves the model's folder", v -> statement(v, s -> ((ObjectNode) resources(s).get(0)).put("name", "/etc/passwd")));
        assertThat(deeds).hasSize(40);

        assertThat(load(version, trust())).as("untouched").isNull();
        int n = 0;
        for (Map.Entry<String, Deed> deed : deeds.entrySet()) {
            Path tampered = make("t" + n++);
            deed.getValue().on(tampered);
            assertThat(load(tampered, trust())).as(deed.getKey()).isNotNull().startsWith("model things 1.0.0 is refused: ").contains(deed.getKey());
        }
        assertThat(load(version, trust())).as("untouched").isNull();
    }

    /** Where no signature is demanded, a model must stay in its folder and within sizes all the same. */
    @Test
    void whatLeavesItsFolderIsRefusedWithoutAnySignature() throws Exception {
        Map<String, Deed> deeds = new LinkedHashMap<>();
        Files.copy(version.resolve("things.onnx"), folder.resolve("outside.onnx"));
        deeds.put("file ../../../outside.onnx leaves the model's folder", v -> replace(v, "file: things.onnx", "file: ../../../outside.onnx"));
        deeds.put("file " + folder.resolve("outside.onnx") + " leaves the model's folder", v -> replace(v, "file: things.onnx", "file: " + folder.resolve("outside.onnx")));
        deeds.put("file things.onnx leaves the model's folder", v -> {
            Files.delete(v.resolve("things.onnx"));
            Files.createSymbolicLink(v.resolve("things.onnx"), folder.resolve("outside.onnx"));
        });
        deeds.put("labelsFile is ../../../public.pem, which leaves the model's folder", v -> replace(v, "labels.txt", "../../../public.pem"));
        deeds.put("labelsFile is labels.txt, a link that leads out of the model's folder", v -> {
            Files.delete(v.resolve("labels.txt"));
            Files.createSymbolicLink(v.resolve("labels.txt"), folder.resolve("public.pem"));
        });
        deeds.put("labels.txt cannot be read: it has 17000000 bytes, must have at most 16777216", v -> resize(v.resolve("labels.txt"), 17_000_000));
        deeds.put("model.yaml cannot be read: it has 5000000 bytes, must have at most 4194304", v -> resize(v.resolve("model.yaml"), 5_000_000));
        deeds.put("file things.onnx cannot be read: it has 3000000000 bytes, must be at most 2147483647", v -> resize(v.resolve("things.onnx"), 3_000_000_000L));
        deeds.put("file things.onnx keeps its weights in another file (external data)", v -> onnx(v, new byte[] {0x3a, 4, 0x2a, 2, 0x70, 1}));
        deeds.put("file things.onnx is no model: as ONNX its messages do not end where they should", v -> onnx(v, new byte[] {0x3a, 40, 0x2a}));
        int n = 0;
        for (Map.Entry<String, Deed> deed : deeds.entrySet()) {
            Path tampered = make("e" + n++);
            deed.getValue().on(tampered);
            assertThat(load(tampered, Trust.NONE)).as(deed.getKey()).contains(deed.getKey());
        }
    }

    private static void replace(Path version, String from, String to) throws Exception {
        Files.writeString(version.resolve("model.yaml"), Files.readString(version.resolve("model.yaml")).replace(from, to));
    }

    private static void onnx(Path version, byte[] bytes) throws Exception {
        replace(version, sha(Files.readAllBytes(version.resolve("things.onnx"))), sha(bytes));
        Files.write(version.resolve("things.onnx"), bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void eachCurveSignsAndIsVerified(String curve) throws Exception {
        KeyPair pair = generate(curve);
        pem("c.pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
        pem("c.pub", "PUBLIC KEY", pair.getPublic().getEncoded());
        Seal.sign(version, folder.resolve("c.pem"), folder.resolve("c.pub"));
        assertThat(load(version, Trust.of(folder.resolve("c.pub")))).isNull();
        assertThat(load(version, trust())).contains("which is not among the 1 that this box trusts");
    }

    @Test
    void aBoxThatCannotReadItsKeysTrustsNobody() throws Exception {
        assertThat(load(version, Trust.of(folder.resolve("nowhere.pem")))).contains("the key ").contains("cannot be read");
        assertThat(load(version, Trust.of(Files.createDirectory(folder.resolve("none"))))).contains("holds no *.pem and no *.pub");
        Path keysFolder = Files.createDirectory(folder.resolve("keys"));
        Files.writeString(keysFolder.resolve("broken.pub"), "x");
        Files.copy(folder.resolve("public.pem"), keysFolder.resolve("right.pem"));
        assertThat(load(version, Trust.of(keysFolder))).contains("broken.pub holds nothing in PEM, must hold PUBLIC KEY");
        Files.delete(keysFolder.resolve("broken.pub"));
        assertThat(load(version, Trust.of(keysFolder))).isNull();
        assertThat(Stream.of("private.pem").map(folder::resolve).allMatch(Files::exists)).isTrue();
    }
}
