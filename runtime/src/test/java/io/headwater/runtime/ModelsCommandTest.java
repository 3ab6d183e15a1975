package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.FlowConverter;
import io.headwater.flow.Detections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file that nobody has described to a model that is checked, by the commands of the guide. */
class ModelsCommandTest {
    private static final Path FACES = Path.of(System.getProperty("headwater.home"), "routes", "faces");
    private static final Path PICTURE = FACES.resolve("test/astronaut.jpg");
    private static final Path ONNX = FACES.resolve("models/faces/1.0.0/faces.onnx");
    @TempDir
    Path folder;

    private Path drafted() {
        CommandRun run = CommandRun.of("models", "inspect", ONNX, "--picture", PICTURE, "--write", folder, "--name", "mine");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("takes    input:0 float32 [1, 128, 128, 3]", "head     likely: 896 anchors", "wrote " + folder.resolve("mine/1.0.0/model.yaml"));
        return folder.resolve("mine/1.0.0");
    }

    @Test
    void inspectShowsADraftAndWritesNothingUnlessAsked() throws IOException {
        CommandRun run = CommandRun.of("models", "inspect", ONNX);
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("# model.yaml\nname: faces\nversion: 1.0.0\nfile: faces.onnx\n", "  anchors:\n    form: relative\n", "labels: [face]\n");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void inspectWritesOnceAndDoesNotOverwrite() {
        drafted();
        CommandRun again = CommandRun.of("models", "inspect", ONNX, "--write", folder, "--name", "mine");
        assertThat(again.code()).isEqualTo(ExitCode.SURROUNDINGS);
        assertThat(again.err()).contains("mine/1.0.0/model.yaml is there already");
    }

    @Test
    void inspectRefusesWhatIsNoModel() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "hello");
        CommandRun run = CommandRun.of("models", "inspect", text);
        assertThat(run.code()).isEqualTo(ExitCode.SURROUNDINGS);
        assertThat(run.err()).startsWith("error: " + text + " cannot be inspected: it is no model that ONNX Runtime can open").doesNotContain("\tat ");
        assertThat(CommandRun.of("models", "inspect", folder.resolve("none.onnx")).err()).contains("cannot be inspected");
        assertThat(CommandRun.of("models", "inspect", ONNX, "--picture", text).err()).contains("is no picture that OpenCV can read");
    }

    @Test
    void tryPrintsATableAndDraws() {
        CommandRun run = CommandRun.of("models", "try", drafted(), PICTURE, "--out", folder.resolve("out"));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("384 × 384, mine 1.0.0", "  face                     0.9", "    nose 169.");
        assertThat(folder.resolve("out/astronaut.answer.jpg")).isNotEmptyFile();
    }

    @Test
    void tryFindsAModelByItsNameAndSpeaksJson() {
        CommandRun run = CommandRun.of("models", "try", "faces", PICTURE, "--models", FACES.resolve("models"), "--json", "--out", folder);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(((Detections) FlowConverter.toInference(run.out().strip()).answer()).count("face")).isEqualTo(1);
        CommandRun none = CommandRun.of("models", "try", "nobody", PICTURE, "--models", FACES.resolve("models"));
        assertThat(none.code()).isEqualTo(ExitCode.SURROUNDINGS);
        assertThat(none.err()).startsWith("error: there is no model nobody in [" + FACES.resolve("models") + "]");
    }

    @Test
    void checkRunsTheExampleAndTellsTheDifference() throws IOException {
        Path model = drafted();
        assertThat(CommandRun.of("models", "check", folder).out()).contains("mine 1.0.0               right    no example");
        assertThat(CommandRun.of("models", "try", model, PICTURE, "--out", folder, "--example").out()).contains("example: { picture: example.jpg, answer: example.json }");
        Path manifest = model.resolve("model.yaml");
        Files.writeString(manifest, Files.readString(manifest) + "example: { picture: example.jpg, answer: example.json }\n");
        CommandRun right = CommandRun.of("models", "check", folder);
        assertThat(right.code()).as(right.err()).isZero();
        assertThat(right.out()).isEqualTo("mine 1.0.0               right    answers its example\n");
        Files.writeString(manifest, Files.readString(manifest).replace("scale: 0.00784314", "scale: 1")); // as if trained otherwise
        CommandRun wrong = CommandRun.of("models", "check", folder);
        assertThat(wrong.code()).isEqualTo(ExitCode.WRONG);
        assertThat(wrong.out()).isEqualTo("mine 1.0.0               WRONG    answers its example wrongly\n");
        assertThat(wrong.err()).contains("[HW-026] on example.jpg it ");
    }

    @Test
    void theModelsOfTheRoutesAnswerTheirExamples() {
        CommandRun run = CommandRun.of("models", "check", FACES.getParent());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("people 1.0.0             right    answers its example");
    }
}
