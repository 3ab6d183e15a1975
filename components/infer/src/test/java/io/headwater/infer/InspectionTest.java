package io.headwater.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.exchange.OpenCv;
import io.headwater.exchange.Problem;
import io.headwater.flow.Anomaly;
import io.headwater.flow.Answer;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Embedding;
import io.headwater.flow.Segments;
import io.headwater.flow.Text;
import io.headwater.flow.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

/** What is drafted for files nobody has described, run as it is drafted. The made-up models look at 64 × 64 pixels; the picture
 *  has as many. */
final class InspectionTest {
    private static final int CELLS = 64 + 16 + 4;

    @TempDir
    Path folder;

    /** Inspects, writes what is drafted and runs it; the answer in words. */
    private String drafted(String head, TinyOnnx model, String... labels) throws IOException {
        OpenCv.load();
        Path file = Files.write(folder.resolve("tiny.onnx"), model.bytes());
        Inspection facts = Inspection.of(file, null);
        Draft draft = Objects.requireNonNull(facts.draft(), facts.trouble());
        assertThat(draft.head().yaml()).as(draft.head().why()).startsWith(head);
        if (labels.length > 0 && !draft.head().labelsFile().isEmpty()) {
            Files.write(folder.resolve(draft.head().labelsFile()), List.of(labels));
        }
        List<Problem> problems = new ArrayList<>();
        try (Trial trial = Trial.open(draft.write(folder.resolve("models")), problems)) {
            assertThat(problems).as(draft.yaml()).isEmpty();
            Mat picture = new Mat(64, 64, CvType.CV_8UC3, new Scalar(10, 20, 30));
            try {
                return words(Objects.requireNonNull(trial).run(picture, 0.5).answer());
            } finally {
                picture.release();
            }
        }
    }

    private static String words(Answer answer) {
        return switch (answer) {
            case Detections d -> d.all().stream().map(InspectionTest::words).collect(Collectors.joining("; "));
            case Classes c -> c.all().stream().map(s -> s.label() + " " + number(s.score())).collect(Collectors.joining("; "));
            case Segments s -> s.areas().stream().map(a -> a.label() + " " + number(a.share())).collect(Collectors.joining("; "));
            case Text t -> t.text() + " " + number(t.score());
            case Values v -> v.all().stream().map(n -> n.name() + " " + number(n.value())).collect(Collectors.joining("; "));
            case Anomaly a -> number(a.score()) + " of " + number(a.threshold());
            case Embedding e -> e.vector().length + " numbers";
            default -> answer.getClass().getSimpleName();
        };
    }

    private static String words(Detection d) {
        return d.label() + " " + number(d.score()) + " at " + number(d.box().x1()) + " " + number(d.box().y1()) + " " + number(d.box().x2()) + " " + number(d.box().y2())
                + (d.points().isEmpty() ? "" : " with " + d.points().size() + " points");
    }

    private static String number(double v) {
        return String.format(Locale.ROOT, "%.2f", v).replaceAll("\\.?0+$", "");
    }

    private static TinyOnnx looks() {
        return new TinyOnnx("image", 1, 3, 64, 64);
    }

    private static long[] shape(long... d) {
        return d;
    }

    @Test
    void ssd() throws IOException {
        // 1200 rows of corners and of softmaxed scores, all background but row 7
        double[] background = new double[2 * 1200];
        for (int row = 0; row < 1200; row++) {
            background[2 * row] = 3 * row;
            background[2 * row + 1] = row == 7 ? 0.1 : 1;
        }
        double[] scores = java.util.Arrays.copyOf(background, background.length + 2);
        scores[scores.length - 2] = 3 * 7 + 2;
        scores[scores.length - 1] = 0.9;
        assertThat(drafted("detections", looks().gives("boxes", shape(1, 1200, 4), 0, 28, 0.25, 29, 0.25, 30, 0.5, 31, 0.75).gives("scores", shape(1, 1200, 3), 0, scores)))
                .isEqualTo("label-1 0.9 at 16 16 32 48");
    }

    @Test
    void detr() throws IOException {
        assertThat(drafted("detections", looks().gives("pred_boxes", shape(1, 100, 4), 0.5, sizes(3)).gives("logits", shape(1, 100, 92), 0, nothing(3, 17))))
                .isEqualTo("label-17 0.9 at 24 16 40 48");
    }

    /** Small boxes in the middle, one of them larger. */
    private static double[] sizes(int row) {
        double[] places = new double[4 * 100];
        for (int i = 0; i < 100; i++) {
            places[4 * i] = 4 * i + 2;
            places[4 * i + 1] = i == row ? 0.25 : 0.1;
            places[4 * i + 2] = 4 * i + 3;
            places[4 * i + 3] = i == row ? 0.5 : 0.1;
        }
        return places;
    }

    /** Raw scores of 100 answers, all nothing but one. */
    private static double[] nothing(int row, int label) {
        double[] places = new double[2 * 100];
        for (int i = 0; i < 100; i++) {
            places[2 * i] = 92 * i + (i == row ? label : 91);
            places[2 * i + 1] = Math.log(9 * 91);
        }
        return places;
    }

    @Test
    void retinaFace() throws IOException {
        int n = 2 * CELLS;
        assertThat(drafted("anchors", looks().gives("bbox", shape(1, n, 4), 0, 0, -1.2, 4, 0).gives("conf", shape(1, n, 2), 0, priorsOf(n)).gives("landms", shape(1, n, 10), 0)))
                .isEqualTo("face 0.88 at 0 0 20 20 with 5 points"); // the second prior of the first cell: 32 × 32 around 4, 4
    }

    private static double[] priorsOf(int n) {
        double[] places = new double[2 * n];
        for (int i = 0; i < n; i++) {
            places[2 * i] = 2 * i + (i == 1 ? 1 : 0);
            places[2 * i + 1] = i == 1 ? 2 : 9;
        }
        return places;
    }

    @Test
    void blazeFace() throws IOException {
        TinyOnnx model = new TinyOnnx("input", 1, 128, 128, 3).gives("s1", shape(1, 512, 1), -50, 0, 3).gives("s2", shape(1, 384, 1), -50)
                .gives("b1", shape(1, 512, 16), 0, 2, 40, 3, 40).gives("b2", shape(1, 384, 16), 0);
        assertThat(drafted("anchors", model)).isEqualTo("face 0.95 at 0 0 12 12 with 6 points");
    }

    @Test
    void yolov3BeforeDecoding() throws IOException {
        // the stride of 32: third anchor 373 × 326 at the cell 1, 1, whose width is made 1/8
        long[] last = shape(1, 21, 2, 2);
        double[] places = {4 * 14 + 3, 0, 4 * 15 + 3, 0, 4 * 16 + 3, -Math.log(16), 4 * 17 + 3, -Math.log(16), 4 * 18 + 3, 9, 4 * 20 + 3, 9};
        assertThat(drafted("anchors", looks().gives("a", shape(1, 21, 8, 8), -50).gives("b", shape(1, 21, 4, 4), -50).gives("c", last, -50, places)))
                .isEqualTo("label-1 1 at 36.34 37.81 59.66 58.19");
    }

    @Test
    void yolov5Decoded() throws IOException {
        assertThat(drafted("detections", looks().gives("output0", shape(1, 3 * CELLS, 7), 0, 7, 32, 8, 32, 9, 20, 10, 40, 11, 0.9, 13, 0.9)))
                .isEqualTo("label-1 0.81 at 22 12 42 52");
    }

    @Test
    void yolov8() throws IOException {
        assertThat(drafted("detections", looks().gives("output0", shape(1, 6, CELLS), 0, 3, 32, CELLS + 3, 32, 2 * CELLS + 3, 20, 3 * CELLS + 3, 40, 5 * CELLS + 3, 0.9)))
                .isEqualTo("label-1 0.9 at 22 12 42 52");
    }

    @Test
    void whatUltralyticsSaysOfItself() throws IOException {
        TinyOnnx pose = looks().says("task", "pose").says("names", "{0: 'person'}").gives("output0", shape(1, 4 + 1 + 51, CELLS), 0, 3, 32, CELLS + 3, 32, 2 * CELLS + 3, 20,
                3 * CELLS + 3, 40, 4 * CELLS + 3, 0.9);
        assertThat(drafted("detections", pose)).isEqualTo("person 0.9 at 22 12 42 52 with 17 points");
        assertThat(Objects.requireNonNull(Inspection.of(folder.resolve("tiny.onnx"), null).draft()).head().sure().text()).isEqualTo("certain");
    }

    @Test
    void yolov10() throws IOException {
        assertThat(drafted("detections", looks().gives("output0", shape(1, 300, 6), 0, 0, 16, 1, 16, 2, 48, 3, 48, 4, 0.9, 5, 2))).isEqualTo("car 0.9 at 16 16 48 48");
    }

    @Test
    void yolox() throws IOException {
        // the last of the cells of 8: offset a half, size e^ln2 strides
        int at = 7 * 63;
        assertThat(drafted("anchors", looks().gives("output", shape(1, CELLS, 7), 0, at, 0.5, at + 1, 0.5, at + 2, Math.log(2), at + 3, Math.log(2), at + 4, 0.9, at + 5, 0.9)))
                .isEqualTo("label-0 0.81 at 52 52 64 64");
    }

    @Test
    void nanoDet() throws IOException {
        int columns = 2 + 32;
        int at = columns * (8 * 4 + 4); // the cell 4, 4 of stride 8: distances of 2 strides each
        double[] places = {at + 1, 0.8, at + 2 + 2, 50, at + 2 + 8 + 2, 50, at + 2 + 16 + 2, 50, at + 2 + 24 + 2, 50};
        assertThat(drafted("anchors", looks().gives("output", shape(1, CELLS + 1, columns), 0, places))).isEqualTo("label-1 0.8 at 16 16 48 48");
    }

    @Test
    void fcos() throws IOException {
        TinyOnnx model = looks().gives("cls8", shape(1, 1, 8, 8), 0, 8 * 4 + 4, 0.8).gives("reg8", shape(1, 4, 8, 8), 0, 36, 1, 100, 1, 164, 1, 228, 1)
                .gives("cls16", shape(1, 1, 4, 4), 0).gives("reg16", shape(1, 4, 4, 4), 0);
        assertThat(drafted("anchors", model)).isEqualTo("label-0 0.8 at 28 28 44 44");
    }

    @Test
    void yuNet() throws IOException {
        TinyOnnx model = looks();
        for (int stride : new int[] {8, 16, 32}) {
            int cells = 64 / stride * (64 / stride);
            model.gives("cls_" + stride, shape(1, cells, 1), 0, 0, stride == 8 ? 0.9 : 0).gives("obj_" + stride, shape(1, cells, 1), 0, 0, 0.9)
                    .gives("bbox_" + stride, shape(1, cells, 4), 0, 0, 1, 1, 1).gives("kps_" + stride, shape(1, cells, 10), 0);
        }
        assertThat(drafted("anchors", model)).isEqualTo("face 0.9 at 4 4 12 12 with 5 points");
    }

    @Test
    void fastestDet() throws IOException {
        double[] places = new double[2 * 16 + 2];
        for (int i = 0; i < 16; i++) { // scores that sum to 1
            places[2 * i] = 5 * 16 + i;
            places[2 * i + 1] = 1;
        }
        places[32] = 5;
        places[33] = 0.9;
        assertThat(drafted("grid", looks().gives("out", shape(1, 7, 4, 4), 0, places))).isEqualTo("label-0 0.94 at 0 0 32 32");
    }

    @Test
    void centrePoints() throws IOException {
        assertThat(drafted("heatmap", looks().gives("hm", shape(1, 2, 16, 16), 0, 256 + 16 * 8 + 8, 0.9).gives("wh", shape(1, 2, 16, 16), 0.25).gives("reg", shape(1, 2, 16, 16), 0)))
                .isEqualTo("label-1 0.9 at 24 24 40 40");
    }

    @Test
    void tensorFlow() throws IOException {
        TinyOnnx model = new TinyOnnx("image", 1, 64, 64, 3).gives("detection_boxes", shape(1, 10, 4), 0, 0, 0.25, 1, 0.5, 2, 0.5, 3, 0.75)
                .gives("detection_scores", shape(1, 10), 0, 0, 0.9).gives("detection_classes", shape(1, 10), 1, 0, 3).gives("num_detections", shape(1), 1);
        assertThat(drafted("detections", model)).isEqualTo("label-2 0.9 at 32 16 48 32");
    }

    @Test
    void torchvision() throws IOException {
        TinyOnnx model = looks().gives("boxes", shape(2, 4), 0, 0, 16, 1, 16, 2, 48, 3, 48).givesWhole("labels", shape(2), 0, 0, 17).gives("scores", shape(2), 0.25, 0, 0.9);
        assertThat(drafted("detections", model)).isEqualTo("horse 0.9 at 16 16 48 48");
    }

    @Test
    void sizesThatAreAskedForAreGiven() throws IOException {
        TinyOnnx model = looks().takes("orig_target_sizes", true, 1, 2).gives("boxes", shape(1, 300, 4), 0, 0, 16, 1, 16, 2, 48, 3, 48).givesWhole("labels", shape(1, 300), 0)
                .gives("scores", shape(1, 300), 0.1, 0, 0.9);
        assertThat(drafted("detections", model)).isEqualTo("person 0.9 at 16 16 48 48");
        assertThat(Objects.requireNonNull(Inspection.of(folder.resolve("tiny.onnx"), null).draft()).yaml())
                .contains("    - { tensor: orig_target_sizes, type: int64, shape: [1, 2], values: [64, 64] }");
    }

    @Test
    void oneAnswerForThePicture() throws IOException {
        assertThat(drafted("classes", looks().gives("probs", shape(1, 10), 0.01, 4, 0.91))).isEqualTo("label-4 0.91");
    }

    @Test
    void rawScores() throws IOException {
        assertThat(drafted("classes", looks().gives("logits", shape(1, 10), 0, 4, Math.log(81)))).isEqualTo("label-4 0.9");
    }

    @Test
    void severalLabelsAtOnce() throws IOException {
        assertThat(drafted("classes", looks().gives("tags", shape(1, 5), 0.1, 1, 0.9, 3, 0.8))).isEqualTo("label-1 0.9; label-3 0.8");
    }

    @Test
    void embedding() throws IOException {
        assertThat(drafted("embedding", looks().gives("features", shape(1, 512), 0.3, 0, -1))).isEqualTo("512 numbers");
    }

    @Test
    void value() throws IOException {
        assertThat(drafted("values", looks().gives("angle", shape(1, 1), 42))).isEqualTo("value 42");
    }

    @Test
    void segmentation() throws IOException {
        double[] right = new double[2 * 512];
        for (int i = 0; i < 512; i++) {
            right[2 * i] = 1024 + 32 * (i / 16) + 16 + i % 16;
            right[2 * i + 1] = 1;
        }
        assertThat(drafted("segmentation", looks().gives("out", shape(1, 2, 32, 32), 0.5, right))).isEqualTo("label-0 0.5; label-1 0.5");
    }

    @Test
    void regions() throws IOException {
        double[] square = new double[2 * 100];
        for (int i = 0; i < 100; i++) {
            square[2 * i] = 64 * (20 + i / 10) + 30 + i % 10;
            square[2 * i + 1] = 0.9;
        }
        assertThat(drafted("regions", looks().gives("maps", shape(1, 1, 64, 64), 0, square))).isEqualTo("text 0.9 at 26.25 16.25 43.75 33.75");
    }

    @Test
    void keypoints() throws IOException {
        double[] peaks = new double[2 * 17];
        for (int i = 0; i < 17; i++) {
            peaks[2 * i] = 256 * i + 16 * 8 + i % 16;
            peaks[2 * i + 1] = 0.9;
        }
        assertThat(drafted("keypoints", looks().gives("heatmaps", shape(1, 17, 16, 16), 0, peaks))).isEqualTo("person 0.9 at 1.5 33.5 62.5 34.5 with 17 points");
        assertThat(drafted2("keypoints", looks().gives("output_0", shape(1, 1, 17, 3), 0.5))).isEqualTo("person 0.5 at 31.5 31.5 32.5 32.5 with 17 points");
    }

    /** As {@link #drafted}, a second time in one test. */
    private String drafted2(String head, TinyOnnx model) throws IOException {
        folder = Files.createDirectories(folder.resolve("second"));
        return drafted(head, model);
    }

    @Test
    void text() throws IOException {
        String[] characters = Collections.nCopies(36, "").toArray(new String[0]);
        for (int i = 0; i < 36; i++) {
            characters[i] = Character.toString(i < 26 ? 'a' + i : '0' + i - 26);
        }
        double[] steps = new double[2 * 40];
        for (int s = 0; s < 40; s++) {
            steps[2 * s] = 37 * s + (s == 10 ? 8 : s == 20 ? 9 : 0);
            steps[2 * s + 1] = 10;
        }
        assertThat(drafted("text", new TinyOnnx("x", -1, 3, 32, 160).gives("out", shape(1, 40, 37), 0, steps), characters)).isEqualTo("hi 1");
    }

    @Test
    void autoencoder() throws IOException {
        assertThat(drafted("anomaly", looks().givesBack("image", "out", 1, 3, 64, 64))).isEqualTo("0 of 0.02");
    }

    @Test
    void whatIsNotKnownKeepsItsTensors() throws IOException {
        assertThat(drafted("tensors", looks().gives("a", shape(1, 7, 5, 3, 2), 0).gives("b", shape(3, 3, 3, 3, 3), 0))).isEqualTo("Tensors");
    }

    @Test
    void whatTakesNoPictureHasNoDraft() throws IOException {
        Path file = Files.write(folder.resolve("tiny.onnx"), new TinyOnnx("x", 1, 7).gives("y", shape(1, 2), 0).bytes());
        Inspection facts = Inspection.of(file, null);
        assertThat(facts.draft()).isNull();
        assertThat(facts.trouble()).isEqualTo("none of its inputs is a picture: four dimensions, with 1 or 3 colours, of float32, float16 or uint8");
        assertThat(facts.inputs()).containsExactly("x float32 [1, 7]");
        Files.writeString(file, "no model");
        assertThatThrownBy(() -> Inspection.of(file, null)).isInstanceOf(IOException.class).hasMessageStartingWith("it is no model that ONNX Runtime can open: ");
    }

    @Test
    void ourPeopleModelIsDraftedAsItIs() throws IOException {
        Path file = Things.peopleRoot().resolve("people/1.0.0/people.onnx");
        Mat picture = Trial.read(Things.peopleRoot().resolve("people/1.0.0/example.jpg"));
        List<Problem> problems = new ArrayList<>();
        Draft draft = Objects.requireNonNull(Inspection.of(file, picture).draft());
        assertThat(draft.tried()).isTrue();
        try (Trial drafted = Trial.open(draft.write(folder), problems); Trial ours = Trial.open(Things.peopleRoot().resolve("people/1.0.0"), problems)) {
            assertThat(problems).isEmpty();
            Detections mine = (Detections) Objects.requireNonNull(ours).run(picture, 0.5).answer();
            assertThat(mine.all()).hasSizeGreaterThan(5);
            assertThat(((Detections) Objects.requireNonNull(drafted).run(picture, 0.5).answer()).all()).extracting(Detection::box).isEqualTo(mine.all().stream().map(Detection::box).toList());
        } finally {
            picture.release();
        }
    }
}
