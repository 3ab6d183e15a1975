package io.headwater.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.headwater.exchange.Sha256;
import io.headwater.infer.Models;
import io.headwater.infer.seal.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models come through a layout on disk, and through a real registry. */
@Timeout(120)
class PullTest {
    private static final Progress QUIET = (file, done, of) -> { };

    @TempDir
    Path folder;

    private static Path people() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("routes/people"))) {
            at = at.getParent();
        }
        return at.resolve("routes/people/models/people/1.0.0");
    }

    /** The demo's model under another version. */
    private Path version(String version, String description) throws IOException {
        Path to = Files.createDirectories(folder.resolve("mine/people").resolve(version));
        try (Stream<Path> files = Files.list(people())) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        Path manifest = to.resolve("model.yaml");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("(?m)^version: .*$", "version: " + version).replaceFirst("(?m)^description: .*$", "description: " + description));
        return to;
    }

    private static Map<String, String> contents(Path of) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(of)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(of.relativize(file).toString(), Sha256.hex(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    private static long size(Path of) throws IOException {
        try (Stream<Path> files = Files.walk(of)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static DockerRegistry registry(Path folder, String auth) throws Exception {
        assumeTrue(DockerRegistry.isInstalled(), "docker-registry is not installed (apt-get install docker-registry)");
        return DockerRegistry.start(folder, auth);
    }

    private void assertBrings(String reference) throws Exception {
        Path mine = version("1.3.0", "as it is");
        String digest = Push.run(mine, reference, QUIET);
        Path box = folder.resolve("box");
        Pull.Done done = Pull.run(reference, box, QUIET);
        assertThat(done).isEqualTo(new Pull.Done("people", "1.3.0", box.resolve("people/1.3.0"), digest, size(mine), size(mine), true));
        assertThat(contents(done.folder())).isEqualTo(contents(mine));
        assertThat(Models.list(List.of(box))).singleElement().satisfies(entry -> assertThat(entry.problems()).isEmpty());
        Pull.Done again = Pull.run(reference.replaceFirst(":people-1.3.0$|:1.3.0$", "@" + digest), box, QUIET);
        assertThat(again.isNew()).isFalse();
        assertThat(again.fetched()).isZero();

        Path next = version("1.4.0", "another text, the same weights");
        Push.run(next, reference.replace("1.3.0", "1.4.0"), QUIET);
        Pull.Done other = Pull.run(reference.replace("1.3.0", "1.4.0"), box, QUIET);
        assertThat(other.fetched()).isEqualTo(Files.size(next.resolve("model.yaml")));
        assertThat(contents(other.folder())).isEqualTo(contents(next));
    }

    @Test
    void bringsAModelThroughALayoutAndOfTheNextOnlyWhatIsNew() throws Exception {
        assertBrings("oci-layout:" + folder.resolve("stick") + ":people-1.3.0");
    }

    @Test
    void bringsAModelThroughARegistryAndOfTheNextOnlyWhatIsNew() throws Exception {
        try (DockerRegistry registry = registry(folder.resolve("registry"), "")) {
            assertBrings("127.0.0.1:" + registry.port() + "/models/people:1.3.0");
        }
    }

    @Test
    void goesOnWhereTheLineBroke() throws Exception {
        Path mine = version("1.3.0", "as it is");
        try (DockerRegistry registry = registry(folder.resolve("registry"), ""); Line line = new Line(registry.port(), 150_000)) {
            Push.run(mine, "127.0.0.1:" + registry.port() + "/people:1.3.0", QUIET);
            Pull.Done done = Pull.run("127.0.0.1:" + line.port() + "/people:1.3.0", folder.resolve("box"), QUIET);
            assertThat(contents(done.folder())).isEqualTo(contents(mine));
            assertThat(line.passed()).as("bytes over the line").isBetween(size(mine), size(mine) + 100_000);
        }
    }

    @Test
    void goesOnAfterTheProgramWasEnded() throws Exception {
        Path mine = version("1.3.0", "as it is");
        String reference = "oci-layout:" + folder.resolve("stick") + ":1.3.0";
        Push.run(mine, reference, QUIET);
        Path weights = mine.resolve("people.onnx");
        String sha256 = Sha256.hex(Files.readAllBytes(weights));
        Path part = Files.createDirectories(folder.resolve("box/.pulled")).resolve(sha256 + ".part");
        Files.write(part, java.util.Arrays.copyOf(Files.readAllBytes(weights), 200_000));
        List<Long> seen = new ArrayList<>();
        Pull.Done done = Pull.run(reference, folder.resolve("box"), (file, at, of) -> {
            if (file.equals("people.onnx")) {
                seen.add(at);
            }
        });
        assertThat(seen.getFirst()).isGreaterThan(200_000);
        assertThat(contents(done.folder())).isEqualTo(contents(mine));
    }

    @Test
    void freesWhatNoVersionHasAnyMore() throws Exception {
        String reference = "oci-layout:" + folder.resolve("stick") + ":1.3.0";
        Push.run(version("1.3.0", "as it is"), reference, QUIET);
        Path box = folder.resolve("box");
        Pull.Done done = Pull.run(reference, box, QUIET);
        long kept = size(box.resolve(".pulled"));
        try (Stream<Path> files = Files.list(done.folder())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(done.folder());
        Path small = folder.resolve("mine/people/1.3.0");
        Files.delete(small.resolve("example.jpg"));
        Files.writeString(small.resolve("model.yaml"), Files.readString(small.resolve("model.yaml")).replaceFirst("(?m)^example: .*\n?", ""));
        Push.run(small, reference, QUIET);
        Pull.run(reference, box, QUIET);
        assertThat(size(box.resolve(".pulled"))).isLessThan(kept - 100_000);
    }

    @Test
    void showsATokenThatItGotForWhatTheUserHasLoggedInWith() throws Exception {
        String home = System.getProperty("user.home");
        List<String> asked = new ArrayList<>();
        HttpServer tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokens.createContext("/token", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + exchange.getRequestURI().getQuery());
            byte[] answer = "{\"token\": \"t0ken\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        tokens.start();
        String realm = "http://127.0.0.1:" + tokens.getAddress().getPort() + "/token";
        try (DockerRegistry registry = registry(folder.resolve("registry"), "auth: { silly: { realm: \"" + realm + "\", service: things } }")) {
            String auth = Base64.getEncoder().encodeToString("box:s3cret".getBytes(StandardCharsets.UTF_8));
            Path config = Files.createDirectories(folder.resolve("home/.docker")).resolve("config.json");
            Files.writeString(config, "{\"auths\": {\"127.0.0.1:" + registry.port() + "\": {\"auth\": \"" + auth + "\"}}}");
            System.setProperty("user.home", folder.resolve("home").toString());
            assertBrings("127.0.0.1:" + registry.port() + "/models/people:1.3.0");
            assertThat(asked).isNotEmpty().allSatisfy(text -> assertThat(text).startsWith("Basic " + auth + " service=things&scope=repository:models/people:pull"));
        } finally {
            System.setProperty("user.home", home);
            tokens.stop(0);
        }
    }

    private OciException refusal(String reference) {
        OciException refusal = catchThrowableOfType(OciException.class, () -> Pull.run(reference, folder.resolve("box"), QUIET));
        assertThat(refusal).as(reference).isNotNull();
        assertThat(Models.list(List.of(folder.resolve("box")))).as("models after " + refusal.getMessage()).isEmpty();
        return refusal;
    }

    /** A layout with one manifest of these words, tag {@code x}. */
    private String layout(String manifest) throws Exception {
        Path stick = folder.resolve("stick-" + Sha256.hex(manifest.getBytes(StandardCharsets.UTF_8)).substring(0, 8));
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        new LayoutStore(stick).writeManifest("x", Sha256.hex(bytes), bytes);
        return "oci-layout:" + stick + ":x";
    }

    private static String layer(String name, String digest, String size) {
        return "{\"mediaType\": \"application/octet-stream\", \"digest\": \"" + digest + "\", \"size\": " + size + ", \"annotations\": {\"org.opencontainers.image.title\": \"" + name + "\"}}";
    }

    private static String manifest(String name, String version, String... layers) {
        return "{\"schemaVersion\": 2, \"artifactType\": \"application/vnd.headwater.model.v1\", \"layers\": [" + String.join(", ", layers)
                + "], \"annotations\": {\"org.opencontainers.image.title\": \"" + name + "\", \"org.opencontainers.image.version\": \"" + version + "\"}}";
    }

    @Test
    void refusesWhatWouldLeaveTheFolderOrIsNoModel() throws Exception {
        String some = "sha256:" + "0".repeat(64);
        String card = layer("model.yaml", some, "7");
        for (String name : List.of("../model.yaml", "/etc/passwd", "a/../../b", "a//b", ".", "a/.", "a\\\\b", "..", " a", "a\\u0000b", "x".repeat(300), "")) {
            assertThat(refusal(layout(manifest("people", "1.0.0", card, layer(name, some, "7"))))).as(name).hasMessageContaining("leaves the model's folder or is no name");
        }
        assertThat(refusal(layout(manifest("people", "1.0.0", card, card)))).hasMessage("file model.yaml is in it twice");
        assertThat(refusal(layout(manifest("people", "1.0.0", card, layer("a", some, "7"), layer("a/b", some, "7"))))).hasMessage("a is a file and a folder in it");
        assertThat(refusal(layout(manifest("people", "1.0.0", layer("a", some, "7"))))).hasMessage("there is no model.yaml in it");
        assertThat(refusal(layout(manifest("../people", "1.0.0", card)))).hasMessageContaining("no name and version of a model");
        assertThat(refusal(layout(manifest("people", "..", card)))).hasMessageContaining("no name and version of a model");
        assertThat(refusal(layout(manifest("people", "1.0.0", card, layer("a", some, "99999999999999"))))).hasMessageContaining("must have sha256: with 64 hex digits, and at most");
        assertThat(refusal(layout(manifest("people", "1.0.0", card, layer("a", some, "-7"))))).hasMessageContaining("size -7");
        assertThat(refusal(layout(manifest("people", "1.0.0", card, layer("a", "sha256:../../x", "7"))))).hasMessageContaining("digest sha256:../../x");
        assertThat(refusal(layout(manifest("people", "1.0.0", card).replace("headwater.model.v1", "other")))).hasMessageContaining("must be application/vnd.headwater.model.v1");
        assertThat(refusal(layout("{\"manifests\": [1, 2]}"))).hasMessage("it is an index of 2 artifacts, not one");
        assertThat(refusal(layout("[".repeat(5000)))).hasMessage("its manifest is not JSON");
        assertThat(refusal(layout(manifest("people", "1.0.0", card)))).hasMessageContaining("is missing in");
    }

    @Test
    void refusesContentThatIsNotWhatItsDigestSays() throws Exception {
        Path mine = version("1.3.0", "as it is");
        Path stick = folder.resolve("stick");
        String digest = Push.run(mine, "oci-layout:" + stick + ":1.3.0", QUIET);
        Path weights = stick.resolve("blobs/sha256").resolve(Sha256.hex(Files.readAllBytes(mine.resolve("people.onnx"))));
        byte[] bytes = Files.readAllBytes(weights);
        bytes[1000] ^= 1;
        Files.write(weights, bytes);
        assertThat(refusal("oci-layout:" + stick + ":1.3.0")).hasMessageStartingWith("what came for people.onnx has sha256 ");
        Files.write(weights, java.util.Arrays.copyOf(bytes, bytes.length + 1));
        assertThat(refusal("oci-layout:" + stick + ":1.3.0")).hasMessage("what comes for people.onnx has more than its " + bytes.length + " bytes");
        Path manifest = stick.resolve("blobs/sha256").resolve(digest.substring(7));
        Files.writeString(manifest, Files.readString(manifest) + " ");
        assertThat(refusal("oci-layout:" + stick + "@" + digest)).hasMessageStartingWith("what came under " + digest + " has digest sha256:");
    }

    @Test
    void refusesAModelThatIsWrongOrUnsignedWhereThatIsDemanded() throws Exception {
        Path mine = version("1.3.0", "as it is");
        Files.writeString(mine.resolve("model.yaml"), Files.readString(mine.resolve("model.yaml")).replace("tensor: heat", "tensor: heet"));
        Push.run(mine, "oci-layout:" + folder.resolve("stick") + ":1.3.0", QUIET);
        assertThat(refusal("oci-layout:" + folder.resolve("stick") + ":1.3.0")).hasMessage("people 1.3.0 is refused, and nothing was changed: output heet is not in the model's file, it has heat, offset, size");
        Push.run(version("1.4.0", "right"), "oci-layout:" + folder.resolve("stick") + ":1.4.0", QUIET);
        System.setProperty(Trust.PROPERTY, Files.createDirectories(folder.resolve("keys")).toString());
        try {
            assertThat(refusal("oci-layout:" + folder.resolve("stick") + ":1.4.0")).hasMessageContaining("is refused");
        } finally {
            System.clearProperty(Trust.PROPERTY);
        }
    }

    @Test
    void leavesAVersionAloneThatHasOtherFiles() throws Exception {
        Path mine = version("1.3.0", "as it is");
        String reference = "oci-layout:" + folder.resolve("stick") + ":1.3.0";
        Push.run(mine, reference, QUIET);
        Path box = folder.resolve("box");
        Path here = Pull.run(reference, box, QUIET).folder();
        Map<String, String> before = contents(here);
        Files.writeString(mine.resolve("model.yaml"), Files.readString(mine.resolve("model.yaml")) + "# changed\n");
        Push.run(mine, reference, QUIET);
        OciException refusal = catchThrowableOfType(OciException.class, () -> Pull.run(reference, box, QUIET));
        assertThat(refusal).hasMessage("people 1.3.0 is in " + here + " with other files");
        assertThat(contents(here)).isEqualTo(before);
    }

    @Test
    void tellsWhatIsWrongWithAReference() throws Exception {
        for (String text : List.of("people", "localhost:5000", "localhost:5000/people", "oci-layout:", "oci-layout:stick", "localhost:5000/people@sha256:12", "localhost:5000/People:1.0.0", ":1.0.0", "a b/c:1")) {
            assertThat(refusal(text).fix()).as(text).startsWith("write oci-layout:DIR:TAG or ");
        }
        assertThat(refusal("oci-layout:" + folder.resolve("nowhere") + ":1.0.0")).hasMessageStartingWith("there is no OCI layout in");
        try (DockerRegistry registry = registry(folder.resolve("registry"), "")) {
            assertThat(refusal("127.0.0.1:" + registry.port() + "/models/people:9.9.9")).hasMessageStartingWith("there is no 9.9.9 in http://127.0.0.1:");
        }
    }
}
