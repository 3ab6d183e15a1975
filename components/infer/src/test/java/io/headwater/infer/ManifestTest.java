package io.headwater.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule of a manifest, broken once: the whole text of what the user sees. */
final class ManifestTest {
    private static final String SHA = "d388b1cf8a5f6f1af2b3f4c14f6d0f138bab970cd618cccd12dddb7484e82e51";
    private static final String GOOD = """
            name: faces
            version: 1.0.0
            file: faces.onnx
            sha256: %s
            licence: Apache-2.0
            minScore: 0.75
            input:
              tensor: input:0
              layout: NHWC
              size: [128, 128]
              color: RGB
              fit: letterbox
            output:
              anchors:
                levels:
                  - { scores: Identity:0, boxes: Identity_2:0, stride: 8, each: 2 }
                  - { scores: Identity_1:0, boxes: Identity_3:0, stride: 16, each: 6 }
                nms: { maxIou: 0.3 }
            labels: [face]
            """.formatted(SHA);
    private static final String SEE = "     see: components/infer/README.md#manifest";

    @TempDir
    Path root;
    private Path folder;

    @BeforeEach
    void copyModel() throws IOException {
        folder = Files.createDirectories(root.resolve("faces/1.0.0"));
        Files.copy(Things.facesRoot().resolve("faces/1.0.0/faces.onnx"), folder.resolve("faces.onnx"));
    }

    /** All problems, with the folder's path cut off. */
    private String problems(String manifest) throws IOException {
        Files.writeString(folder.resolve("model.yaml"), manifest);
        List<Problem> problems = new ArrayList<>();
        try (EngineModel model = ModelFile.open(folder, Opening.TO_LOOK, problems).model()) {
            return String.join("\n", problems.stream().sorted(Problem.BY_PLACE).map(Problem::toString).toList()).replace(folder.toString(), "DIR");
        }
    }

    private void assertRefused(String good, String bad, String text) throws IOException {
        assertThat(GOOD).contains(good);
        assertThat(problems(GOOD.replace(good, bad))).isEqualTo(text);
    }

    @Test
    void acceptsWhatIsRight() throws IOException {
        assertThat(problems(GOOD)).isEmpty();
    }

    @Test
    void refusesWhatIsNoYaml() throws IOException {
        assertRefused("[128, 128]", "[128, 128", "DIR/model.yaml:11:8: error [HW-001] model.yaml is no YAML: expected ',' or ']', but got :"
                + "\n  fix: mend indentation, quotes or brackets here     see: components/infer/README.md#own-model");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        assertThat(problems("")).isEqualTo("DIR/model.yaml:1:1: error [HW-021] model.yaml is empty\n  fix: fill it, as the example has it     see: components/infer/README.md#own-model");
    }

    @Test
    void refusesAMissingManifest() {
        List<Problem> problems = new ArrayList<>();
        ModelFile.open(folder, Opening.TO_LOOK, problems);
        assertThat(problems.getFirst().toString().replace(folder.toString(), "DIR")).isEqualTo("DIR/model.yaml:1:1: error [HW-008] model.yaml cannot be read: DIR/model.yaml"
                + "\n  fix: write it as UTF-8 text that this user may read     see: components/infer/README.md#own-model");
    }

    @Test
    void refusesAnUnknownKeyWithTheNearest() throws IOException {
        assertRefused("  color: RGB", "  colour: RGB", "DIR/model.yaml:11:3: error [HW-021] input.colour is not known\n  fix: write color" + SEE);
    }

    @Test
    void refusesAKeyThatIsThereTwice() throws IOException {
        assertRefused("licence: Apache-2.0", "name: faces", "DIR/model.yaml:5:1: error [HW-021] name is there twice\n  fix: remove one of them" + SEE);
    }

    @Test
    void refusesAMissingKey() throws IOException {
        assertRefused("  size: [128, 128]\n", "", "DIR/model.yaml:8:3: error [HW-021] input.size is missing\n  fix: size: [height, width]" + SEE);
    }

    @Test
    void refusesAChoiceWithTheNearest() throws IOException {
        assertRefused("letterbox", "leterbox", "DIR/model.yaml:12:8: error [HW-021] input.fit is leterbox, must be one of stretch, letterbox, crop\n  fix: fit: letterbox" + SEE);
    }

    @Test
    void refusesANumberOutOfBounds() throws IOException {
        assertRefused("maxIou: 0.3", "maxIou: 3", "DIR/model.yaml:18:20: error [HW-021] output.anchors.nms.maxIou is 3, must be a number, 0–1\n  fix: maxIou: 0.45" + SEE);
    }

    @Test
    void refusesTextWhereANumberMustBe() throws IOException {
        assertRefused("minScore: 0.75", "minScore: high", "DIR/model.yaml:6:11: error [HW-021] minScore is high, must be a number, 0–1\n  fix: minScore: 0.4" + SEE);
    }

    @Test
    void refusesASizeThatIsNone() throws IOException {
        assertRefused("[128, 128]", "[128]", "DIR/model.yaml:10:9: error [HW-021] input.size must be [height, width], whole numbers 1–16384\n  fix: size: [288, 384]" + SEE);
    }

    @Test
    void refusesAScaleForBytes() throws IOException {
        assertRefused("  fit: letterbox", "  type: uint8\n  scale: 2", "DIR/model.yaml:13:10: error [HW-021] input.scale has no effect on type uint8"
                + "\n  fix: remove scale, or type: float32" + SEE);
    }

    @Test
    void refusesMeansOfAnotherNumberOfChannels() throws IOException {
        assertRefused("  fit: letterbox", "  mean: [1]", "DIR/model.yaml:12:9: error [HW-021] input.mean has 1 numbers, must have one a channel of RGB: 3"
                + "\n  fix: mean: [0.0, 0.0, 0.0]" + SEE);
    }

    @Test
    void refusesAnUnknownHeadWithTheNearest() throws IOException {
        assertRefused("  anchors:", "  ancors:", "DIR/model.yaml:14:3: error [HW-021] output.ancors is no head, must be one of anchors, anomaly, classes, detections, embedding, enrolled, grid, heatmap, keypoints, regions, segmentation, tensors, text, values"
                + "\n  fix: write anchors" + SEE);
    }

    @Test
    void refusesTwoHeads() throws IOException {
        assertRefused("labels: [face]", "  tensors: {}\nlabels: [face]", "DIR/model.yaml:19:12: error [HW-021] output has 2 heads, must have one\n  fix: remove tensors" + SEE);
    }

    @Test
    void refusesANameThatItsFolderDoesNotHave() throws IOException {
        assertRefused("name: faces", "name: people", "DIR/model.yaml:1:7: error [HW-021] name is people, its folder says faces\n  fix: name: faces" + SEE);
        assertRefused("version: 1.0.0", "version: 1.0.1", "DIR/model.yaml:2:10: error [HW-021] version is 1.0.1, its folder says 1.0.0\n  fix: version: 1.0.0" + SEE);
    }

    @Test
    void refusesAFileThatIsNotThere() throws IOException {
        assertRefused("file: faces.onnx", "file: face.onnx", "DIR/model.yaml:3:7: error [HW-008] file face.onnx is not in DIR\n  fix: put it there, or mend file" + SEE);
    }

    @Test
    void refusesADigestThatIsNone() throws IOException {
        assertRefused(SHA, "abc", "DIR/model.yaml:4:9: error [HW-021] sha256 is abc, must be 64 hex digits\n  fix: sha256: the output of sha256sum faces.onnx" + SEE);
    }

    @Test
    void refusesAFileThatWasChanged() throws IOException {
        Files.write(folder.resolve("faces.onnx"), new byte[] {1}, StandardOpenOption.APPEND);
        String now = "d25c4ed26dd3a64c0a3a5f0d2f21f8aa27a0bb0c0f2f2be3dcd3ef3e0d7b4f3c";
        assertThat(problems(GOOD).replaceAll("has [0-9a-f]{64}", "has " + now).replaceAll("sha256: [0-9a-f]{64}", "sha256: " + now))
                .isEqualTo("DIR/model.yaml:4:9: error [HW-023] sha256 is " + SHA + ", faces.onnx has " + now
                        + "\n  fix: get the file again; if the change is yours, sha256: " + now + SEE);
    }

    @Test
    void refusesAFileThatIsNoModel() throws Exception {
        byte[] text = "no model".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Files.write(folder.resolve("faces.onnx"), text);
        String sha = java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(text));
        assertThat(problems(GOOD.replace(SHA, sha))).isEqualTo("DIR/model.yaml:3:7: error [HW-008] file faces.onnx is no model: as ONNX its messages do not end where they should\n  fix: export it again as ONNX, without external data" + SEE);
    }

    @Test
    void refusesAnInputThatTheModelDoesNotHave() throws IOException {
        assertRefused("tensor: input:0", "tensor: input", "DIR/model.yaml:8:11: error [HW-024] input input is not in the model's file, it has input:0\n  fix: tensor: input:0" + SEE);
    }

    @Test
    void refusesAnInputOfAnotherShape() throws IOException {
        assertRefused("layout: NHWC", "layout: NCHW", "DIR/model.yaml:10:9: error [HW-024] input input:0 is [1, 128, 128, 3], the manifest makes [1, 3, 128, 128]"
                + "\n  fix: mend size: [height, width], layout or color" + SEE);
    }

    @Test
    void refusesAnInputOfAnotherType() throws IOException {
        assertRefused("  fit: letterbox", "  type: uint8", "DIR/model.yaml:12:9: error [HW-024] input input:0 is of float32, the manifest says uint8\n  fix: type: float32" + SEE);
    }

    @Test
    void refusesAnOutputThatTheModelDoesNotHave() throws IOException {
        assertRefused("scores: Identity:0", "scores: Identity", "DIR/model.yaml:16:19: error [HW-024] output Identity is not in the model's file,"
                + " it has Identity:0, Identity_1:0, Identity_2:0, Identity_3:0\n  fix: scores: Identity:0" + SEE);
    }

    @Test
    void refusesAnOutputOfAnotherShape() throws IOException {
        assertRefused("stride: 8, each: 2", "stride: 8, each: 3", """
                DIR/model.yaml:16:19: error [HW-024] output Identity:0 is [1, 512, 1], must have 768 rows, one an anchor
                  fix: mend stride, each or sizes, or name the levels that share this output     see: components/infer/README.md#manifest
                DIR/model.yaml:16:38: error [HW-024] output Identity_2:0 is [1, 512, 16], must have 768 rows, one an anchor
                  fix: mend stride, each or sizes, or name the levels that share this output     see: components/infer/README.md#manifest""");
    }

    @Test
    void refusesLabelsOfAnotherNumberThanTheScores() throws IOException {
        assertThat(problems(GOOD.replace("[face]", "[face, hand]")).lines().findFirst()).contains(
                "DIR/model.yaml:16:19: error [HW-025] output Identity:0 has scores for 1 labels, the manifest has 2");
    }

    @Test
    void refusesALabelThatIsThereTwice() throws IOException {
        assertThat(problems(GOOD.replace("[face]", "[face, face]")).lines().toList()).contains(
                "DIR/model.yaml:19:9: error [HW-025] label face is there twice", "  fix: give each label a name of its own" + SEE);
    }

    @Test
    void refusesAHeadWithoutLabels() throws IOException {
        assertRefused("labels: [face]\n", "", "DIR/model.yaml:15:5: error [HW-025] output.anchors needs labels, the manifest has none\n  fix: labels: [one, two]" + SEE);
    }

    @Test
    void refusesAllAtOnce() throws IOException {
        String all = problems(GOOD.replace("name: faces", "name: face").replace("letterbox", "fill").replace("stride: 8", "stride: x").replace(SHA, SHA.replace('d', 'e')));
        assertThat(all.lines().filter(l -> l.contains(": error ")).map(l -> l.replaceAll("DIR/model.yaml:(\\d+):\\d+: error \\[(.*?)].*", "$1 $2")))
                .containsExactly("1 HW-021", "4 HW-023", "12 HW-021", "16 HW-021");
    }
}
