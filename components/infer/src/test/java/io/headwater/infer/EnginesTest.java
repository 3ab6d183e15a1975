package io.headwater.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.Problem;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Inference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opencv.core.Mat;

/** The same model on two engines says the same. */
final class EnginesTest {
    /** How far boxes may lie apart, in pixels of the picture, and scores. */
    private static final double PIXELS = 0.05;
    private static final double SCORE = 0.0005;

    @TempDir
    Path folder;

    /** A model's folder with another engine in its manifest. */
    private Path on(String engine, Path version) throws IOException {
        Path to = Files.createDirectories(folder.resolve(engine).resolve(version.getParent().getFileName()).resolve(version.getFileName()));
        try (Stream<Path> files = Files.list(version)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        Files.writeString(to.resolve("model.yaml"), "engine: " + engine + "\n" + Files.readString(to.resolve("model.yaml")));
        return to;
    }

    private static List<String> problems(Path version) {
        List<Problem> problems = new ArrayList<>();
        try (EngineModel model = ModelFile.open(version, Opening.TO_RUN, problems).model()) {
            return problems.stream().map(p -> p.text() + " → " + p.fix()).toList();
        }
    }

    private static Detections look(Path version, Path picture) {
        List<Problem> problems = new ArrayList<>();
        try (Trial trial = Trial.open(version, problems)) {
            assertThat(problems).isEmpty();
            Mat pixels = Trial.read(picture);
            Inference inference = java.util.Objects.requireNonNull(trial).run(pixels, null);
            pixels.release();
            return (Detections) inference.answer();
        }
    }

    private void assertTheSame(Path version, Path picture, int least) throws IOException {
        Detections one = look(on("onnxruntime", version), picture);
        Detections other = look(on("opencv", version), picture);
        assertThat(one.all()).hasSizeGreaterThanOrEqualTo(least).hasSameSizeAs(other.all());
        for (int i = 0; i < one.all().size(); i++) {
            Detection a = one.all().get(i);
            Detection b = other.all().get(i);
            assertThat(b.label()).isEqualTo(a.label());
            assertThat(Math.abs(a.score() - b.score())).isLessThan((float) SCORE);
            assertThat(Math.max(Math.max(Math.abs(a.box().x1() - b.box().x1()), Math.abs(a.box().y1() - b.box().y1())), Math.max(Math.abs(a.box().x2() - b.box().x2()), Math.abs(a.box().y2() - b.box().y2()))))
                    .isLessThan((float) PIXELS);
        }
    }

    @Test
    void peopleAreTheSameOnBoth() throws Exception {
        assertTheSame(Things.peopleRoot().resolve("people/1.0.0"), Things.peopleRoot().resolve("people/1.0.0/example.jpg"), 5);
    }

    @Test
    void fastestDetIsTheSameOnBoth() throws Exception {
        assertTheSame(Things.fastestDet(folder.resolve("fastestdet")).resolve("things/1.0.0"), Things.peopleRoot().resolve("people/1.0.0/example.jpg"), 5);
    }

    @Test
    void saysWhatOpenCvDoesNotTake() throws Exception {
        Path faces = on("opencv", Things.facesRoot().resolve("faces/1.0.0")); // channels last
        assertThat(problems(faces)).anySatisfy(p -> assertThat(p).contains("OpenCV takes one input of float32, NCHW for ONNX").contains("→ engine: onnxruntime"));
        Path people = on("opencv", Things.peopleRoot().resolve("people/1.0.0"));
        String manifest = Files.readString(people.resolve("model.yaml"));
        Files.writeString(people.resolve("model.yaml"), manifest.replace("tensor: heat", "tensor: heet"));
        assertThat(problems(people)).containsExactly("output heet is not in the model's file, it has heat, offset, size → tensor: heat");
        Files.writeString(people.resolve("model.yaml"), manifest.replace("engine: opencv", "engine: opencvv"));
        assertThat(problems(people)).containsExactly("engine is opencvv, must be one of onnxruntime, opencv → engine: opencv");
    }
}
