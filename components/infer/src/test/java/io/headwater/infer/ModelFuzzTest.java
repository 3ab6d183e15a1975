package io.headwater.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spoilt manifests and spoilt ONNX files are opened, or refused with what is wrong: nothing is thrown, nothing hangs, the process lives. */
@Timeout(600)
final class ModelFuzzTest {
    private static final int ROUNDS = Boolean.getBoolean("headwater.long") ? 5_000 : 400;
    private static final long LONGEST_NANOS = 10_000_000_000L;
    private static final List<String> PIECES = List.of("", " ", "\t", ":", "- ", "{", "}", "[", "]", "\n", "\"", "'", "&a ", "*a", "<<: *a", "!!java.net.URL ", "? ", "| ", "> ", "#", "%", "@", "\0", "\u2028", "🎥", "-1", "1e999", ".nan",
            "99999999999999999999", "true", "null", "~", "../", "size: [16384, 16384]", "file: /dev/zero", "file: .", "output: {}", "labels: [a, a]", "x: &x [*x, *x]");

    @TempDir
    Path folder;

    private interface Mutation {
        byte[] of(byte[] bytes, Random random);
    }

    private static byte[] text(byte[] bytes, Random random) {
        StringBuilder text = new StringBuilder(new String(bytes, StandardCharsets.UTF_8));
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(text.length() + 1);
            int until = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, until);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.replace(at, until, PIECES.get(random.nextInt(PIECES.size())));
                default -> {
                    String[] lines = text.toString().split("\n");
                    String line = lines[random.nextInt(lines.length)];
                    text.insert(at, line + "\n");
                }
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Half of the changes are near the start, where the graph's own fields are. */
    private static byte[] bytes(byte[] bytes, Random random) {
        byte[] spoilt = bytes.clone();
        for (int n = 1 + random.nextInt(8); n > 0; n--) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(spoilt.length, 256) : spoilt.length);
            switch (random.nextInt(3)) {
                case 0 -> spoilt[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> spoilt[at] = (byte) random.nextInt(256);
                default -> spoilt[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
            }
        }
        return random.nextInt(10) == 0 ? java.util.Arrays.copyOf(spoilt, random.nextInt(spoilt.length)) : spoilt;
    }

    private void fuzz(Path good, String what, Mutation mutation) throws Exception {
        Path version = Files.createDirectories(folder.resolve("faces/1.0.0"));
        try (var files = Files.list(good)) {
            for (Path file : files.toList()) {
                Files.copy(file, version.resolve(file.getFileName().toString()));
            }
        }
        byte[] original = Files.readAllBytes(version.resolve(what));
        String manifest = Files.readString(version.resolve("model.yaml"));
        int opened = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] spoilt = mutation.of(original, new Random(round));
            Files.write(version.resolve(what), spoilt);
            if (!what.equals("model.yaml")) { // else the digest would be all that is ever looked at
                Files.writeString(version.resolve("model.yaml"), manifest.replaceFirst("(?m)^sha256: .*$",
                        "sha256: " + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(spoilt))));
            }
            List<Problem> problems = new ArrayList<>();
            long start = System.nanoTime();
            ModelFile file = ModelFile.open(version, Opening.TO_LOOK, problems);
            if (file.model() != null) {
                opened++;
                file.model().close();
            } else {
                assertThat(problems).as("round %d", round).isNotEmpty();
            }
            assertThat(System.nanoTime() - start).as("round %d", round).isLessThan(LONGEST_NANOS);
            for (Problem problem : problems) {
                assertThat(problem.toString()).as("round %d", round).doesNotContain("\tat ", "java.lang.").hasSizeLessThan(4000);
            }
            if (!what.equals("model.yaml") && round % 10 == 0) {
                assertThat(OnnxForm.trouble(ByteBuffer.wrap(original))).isNull();
            }
        }
        assertThat(opened).as("some are right all the same, and not all").isBetween(1, ROUNDS - 1);
    }

    @Test
    void spoiltManifestsAreRefusedInWords() throws Exception {
        fuzz(Things.facesRoot().resolve("faces/1.0.0"), "model.yaml", ModelFuzzTest::text);
    }

    @Test
    void spoiltOnnxFilesAreRefusedInWords() throws Exception {
        String file = Files.readString(Things.facesRoot().resolve("faces/1.0.0/model.yaml")).lines().filter(l -> l.startsWith("file: ")).findFirst().orElseThrow().substring(6).strip();
        fuzz(Things.facesRoot().resolve("faces/1.0.0"), file, ModelFuzzTest::bytes);
    }
}
