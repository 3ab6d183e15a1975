package io.headwater.infer;

import static io.headwater.infer.HeadsTest.assertFound;
import static io.headwater.infer.HeadsTest.out;
import static io.headwater.infer.HeadsTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headwater.flow.Anomaly;
import io.headwater.flow.Answer;
import io.headwater.flow.Box;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Keypoint;
import io.headwater.flow.Segments;
import io.headwater.flow.Text;
import io.headwater.flow.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads of the families that are exported most, on outputs small enough to reckon by hand. The picture has 100 × 100 pixels, the
 *  input 8 × 8. */
final class MoreHeadsTest {
    private static final List<String> CAT = List.of("cat");

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    @Test
    void priorsAreScaledByTheirVariances() {
        // RetinaFace: two priors a cell of one stride of 8; the second is 4 × 4 at the middle
        String yaml = """
                form: priors
                activation: softmax
                background: 0
                levels: [{ scores: conf, boxes: loc, points: landms, stride: 8, sizes: [[2, 2], [4, 4]] }]
                points: { first: 0, names: [left eye, right eye] }
                """;
        Answer answer = read("anchors", yaml, List.of("face"), 0.5,
                out(List.of(1, 2, 2), 3, 0, 0, Math.log(4)),
                out(List.of(1, 2, 4), 0, 0, 0, 0, 2.5, -2.5, 0, Math.log(2) / 0.2),
                out(List.of(1, 2, 4), 0, 0, 0, 0, -2.5, 0, 2.5, 5));
        // centre 4 + 2.5 · 0.1 · 4 = 5, 3; width 4, height 4 · 2 = 8
        assertFound(answer, new Detection("face", 0.8f, new Box(37.5f, 0, 87.5f, 87.5f)));
        assertThat(((Detections) answer).all().getFirst().points()).containsExactly(new Keypoint("left eye", 37.5f, 50, Float.NaN), new Keypoint("right eye", 62.5f, 75, Float.NaN));
    }

    @Test
    void yoloxDecodesOffsetsAndExponents() {
        String yaml = "{ form: yolox, activation: none, first: 5, objectness: 4, levels: [{ scores: out, boxes: out, stride: 4 }] }";
        // four cells; the last: centre (1 + 0.5) · 4 = 6, size e^0 · 4
        Answer answer = read("anchors", yaml, CAT, 0.3, out(List.of(1, 4, 6), 0, 0, 0, 0, 0, 0.9, 0, 0, 0, 0, 0.9, 0, 0, 0, 0, 0, 0.4, 0.4, 0.5, 0.5, 0, 0, 0.8, 0.5));
        assertFound(answer, new Detection("cat", 0.4f, new Box(50, 50, 100, 100)));
    }

    @Test
    void yunetTakesItsObjectnessFromAnotherOutputAndTheRootOfTheProduct() {
        String yaml = "{ form: yolox, activation: none, power: { objectness: 0.5, class: 0.5 }, levels: [{ scores: cls, objectness: obj, boxes: box, stride: 8 }] }";
        Answer answer = read("anchors", yaml, CAT, 0.5, out(List.of(1, 1, 1), 0.9), out(List.of(1, 1, 4), 0.5, 0.5, 0, 0), out(List.of(1, 1, 1), 0.4));
        assertFound(answer, new Detection("cat", 0.6f, new Box(0, 0, 100, 100)));
    }

    @Test
    void yolov3ReadsRawMapsWithChannelsFirst() {
        String yaml = "{ form: yolov3, levels: [{ scores: out, boxes: out, stride: 8, sizes: [[2, 2], [4, 8]] }] }";
        // one cell, two anchors of 6 channels: tx, ty, tw, th, objectness, class
        double[] raw = {9, 9, 9, 9, -9, 9, 0, 0, 0, Math.log(0.5), logit(0.8), logit(0.75)};
        assertFound(read("anchors", yaml, CAT, 0.5, out(List.of(1, 12, 1, 1), raw)), new Detection("cat", 0.6f, new Box(25, 25, 75, 75)));
    }

    @Test
    void yolov5ReadsRawMapsAnAnchor() {
        String yaml = "{ form: yolov5, levels: [{ scores: out, boxes: out, stride: 4, sizes: [[2, 2], [2, 2]] }] }";
        // [1, 2 anchors, 2 × 2 cells, 6]; the second anchor's cell (1, 0): centre (0.5 · 2 − 0.5 + cell) · 4 = 6, 2; size 2 · 1
        double[] raw = new double[2 * 4 * 6];
        for (int i = 4; i < raw.length; i += 6) {
            raw[i] = -20;
        }
        int at = (4 + 1) * 6;
        raw[at + 4] = logit(0.9);
        raw[at + 5] = logit(0.6);
        assertFound(read("anchors", yaml, CAT, 0.5, out(List.of(1, 2, 2, 2, 6), raw)), new Detection("cat", 0.54f, new Box(62.5f, 12.5f, 87.5f, 37.5f)));
    }

    @Test
    void anchorsTakeChannelsLast() {
        String yaml = "{ form: yolov3, layout: NHWC, levels: [{ scores: out, boxes: out, stride: 8, sizes: [[2, 2], [4, 8]] }] }";
        double[] raw = {9, 9, 9, 9, -9, 9, 0, 0, 0, Math.log(0.5), logit(0.8), logit(0.75)};
        assertFound(read("anchors", yaml, CAT, 0.5, out(List.of(1, 1, 1, 12), raw)), new Detection("cat", 0.6f, new Box(25, 25, 75, 75)));
    }

    @Test
    void distancesAreMeansOfTheirBins() {
        String yaml = "{ form: distances, bins: 3, levels: [{ scores: cls, boxes: reg, stride: 4 }, { scores: cls, boxes: reg, stride: 8 }] }";
        double sure = 50;
        // of the cell at 6, 2: left 1, top half of 0 and 1, right 0, bottom 2, in strides of 4
        double[] boxes = new double[5 * 12];
        double[] cell = {0, sure, 0, sure, sure, 0, sure, 0, 0, 0, 0, sure};
        System.arraycopy(cell, 0, boxes, 12, 12);
        Answer answer = read("anchors", yaml, CAT, 0.5, out(List.of(1, 5, 1), -9, logit(0.7), -9, -9, -9), out(List.of(1, 5, 12), boxes));
        assertFound(answer, new Detection("cat", 0.7f, new Box(25, 0, 75, 100)));
    }

    @Test
    void distancesReadOneMapALevel() {
        String yaml = "{ form: distances, levels: [{ scores: cls, boxes: reg, stride: 4 }] }";
        Answer answer = read("anchors", yaml, CAT, 0.5, out(List.of(1, 1, 2, 2), -9, -9, 9, -9),
                out(List.of(1, 4, 2, 2), 0, 0, 0.25, 0, 0, 0, 0.5, 0, 0, 0, 0.25, 0, 0, 0, 0.5, 0));
        assertFound(answer, new Detection("cat", 0.9998766f, new Box(12.5f, 50, 37.5f, 100)));
    }

    @Test
    void detectionsOfTransformersHaveASoftmaxWithTheBackgroundLast() {
        String yaml = "{ boxes: { tensor: boxes, format: cxcywh }, scores: { tensor: logits, activation: softmax, background: 2 } }";
        Answer answer = read("detections", yaml, List.of("cat", "dog"), 0.5, out(List.of(1, 2, 4), 0.5, 0.5, 0.2, 0.4, 0.5, 0.5, 0.2, 0.4),
                out(List.of(1, 2, 3), 0, 0, 5, 0, Math.log(3), 0));
        assertFound(answer, new Detection("dog", 0.6f, new Box(40, 30, 60, 70)));
    }

    @Test
    void detectionsAfterSuppressionNameTheirLabelInAColumn() {
        // YOLOv10: x1, y1, x2, y2, score, label in one row, in pixels of the input
        String yaml = "{ boxes: { tensor: out, normalized: false }, scores: { tensor: out, first: 4 }, classes: { tensor: out, first: 5 } }";
        Answer answer = read("detections", yaml, List.of("cat", "dog"), 0.5, out(List.of(1, 3, 6), 0, 0, 4, 4, 0.9, 1, 4, 4, 8, 8, 0.8, 0, 0, 0, 1, 1, 0.1, 0),
                out(List.of(1, 3, 6), 0, 0, 4, 4, 0.9, 1, 4, 4, 8, 8, 0.8, 0, 0, 0, 1, 1, 0.1, 0), out(List.of(1, 3, 6), 0, 0, 4, 4, 0.9, 1, 4, 4, 8, 8, 0.8, 0, 0, 0, 1, 1, 0.1, 0));
        assertFound(answer, new Detection("dog", 0.9f, new Box(0, 0, 50, 50)), new Detection("cat", 0.8f, new Box(50, 50, 100, 100)));
    }

    @Test
    void detectionsOfTensorFlowHaveOneNumberARowAndRowsBeforeColumns() {
        String yaml = "{ boxes: { tensor: boxes, format: yxyx }, scores: { tensor: scores }, classes: { tensor: classes, start: 1 } }";
        Answer answer = read("detections", yaml, List.of("cat", "dog"), 0.5, out(List.of(1, 2, 4), 0.1, 0.2, 0.3, 0.4, 0, 0, 1, 1), out(List.of(1, 2), 0.9, 0.2), out(List.of(1, 2), 2, 1));
        assertFound(answer, new Detection("dog", 0.9f, new Box(20, 10, 40, 30)));
    }

    @Test
    void detectionsOfTorchvisionHaveNoBatch() {
        String yaml = "{ boxes: { tensor: boxes, normalized: false }, scores: { tensor: scores }, classes: { tensor: labels } }";
        Answer answer = read("detections", yaml, List.of("cat"), 0.5, out(List.of(1, 4), 0, 0, 4, 8), out(List.of(1), 0.9), out(List.of(1), 0));
        assertFound(answer, new Detection("cat", 0.9f, new Box(0, 0, 50, 100)));
        assertFound(read("detections", yaml, List.of("cat"), 0.5, out(List.of(0, 4)), out(List.of(0)), out(List.of(0))));
    }

    @Test
    void detectionsHaveKeypointsWithScores() {
        // YOLOv8-pose: 4 of the box, 1 score, 2 keypoints of 3, transposed
        String yaml = """
                boxes: { tensor: out, format: cxcywh, normalized: false }
                scores: { tensor: out, first: 4 }
                points: { first: 5, scores: true, names: [nose, tail] }
                transposed: true
                """;
        HeadsTest.Out out = out(List.of(1, 11, 2), 0, 4, 0, 4, 0, 4, 0, 4, 0, 0.9, 0, 3, 0, 4, 0, 0.8, 0, 5, 0, 9, 0, 0.1);
        Detections found = (Detections) read("detections", yaml, CAT, 0.5, out, out, out);
        assertFound(found, new Detection("cat", 0.9f, new Box(25, 25, 75, 75)));
        assertThat(found.all().getFirst().points()).containsExactly(new Keypoint("nose", 37.5f, 50, 0.8f), new Keypoint("tail", 62.5f, 112.5f, 0.1f));
    }

    @Test
    void keypointsAreThePeaksOfTheirMaps() {
        Detections found = (Detections) read("keypoints", "{ tensor: maps, names: [a, b, c] }", CAT, 0.5,
                out(List.of(1, 3, 2, 2), 0.1, 0.9, 0, 0, 0, 0, 0.7, 0, 0.2, 0, 0, 0.1));
        Detection one = found.all().getFirst();
        assertThat(one.score()).isCloseTo(0.8f, within(1e-6f));
        assertThat(one.points()).extracting(Keypoint::name).containsExactly("a", "b", "c");
        assertThat(one.points().get(0)).isEqualTo(new Keypoint("a", 75, 25, 0.9f));
        assertThat(one.points().get(1)).isEqualTo(new Keypoint("b", 25, 75, 0.7f));
        assertThat(one.box().x1()).isCloseTo(25 - 6.25f, within(1e-3f));
        assertThat(one.box().y2()).isCloseTo(75 + 6.25f, within(1e-3f));
    }

    @Test
    void keypointsInRowsHaveTheOrderThatIsDeclared() {
        String yaml = "{ tensor: rows, order: yxs, names: [nose] }";
        assertThat(((Detections) read("keypoints", yaml, CAT, 0.5, out(List.of(1, 1, 1, 3), 0.25, 0.75, 0.9))).all().getFirst().points())
                .containsExactly(new Keypoint("nose", 75, 25, 0.9f));
        assertThat(((Detections) read("keypoints", yaml, CAT, 0.5, out(List.of(1, 1, 1, 3), 0.25, 0.75, 0.4))).all()).isEmpty();
    }

    @Test
    void segmentationTakesTheBestLabelOfEachPlace() {
        Segments segments = (Segments) read("segmentation", "{ tensor: out }", List.of("road", "car"), 0.5, out(List.of(1, 2, 2, 2), 1, 0, 1, 0, 0, 2, 0, 0.5));
        assertThat(segments.map()).containsExactly(0, 1, 0, 1);
        assertThat(segments.areas()).containsExactly(new Segments.Area("road", 0.5), new Segments.Area("car", 0.5));
        Segments last = (Segments) read("segmentation", "{ tensor: out, layout: NHWC }", List.of("road", "car"), 0.5, out(List.of(1, 2, 2, 2), 1, 0, 0, 2, 1, 0, 0, 0.5));
        assertThat(last.map()).containsExactly(0, 1, 0, 1);
    }

    @Test
    void segmentationTakesNumbersAndOneChannel() {
        assertThat(((Segments) read("segmentation", "{ tensor: out, holds: numbers }", List.of("a", "b", "c"), 0.5, out(List.of(1, 1, 3), 2, 0, 1))).map()).containsExactly(2, 0, 1);
        assertThat(((Segments) read("segmentation", "{ tensor: out, activation: sigmoid }", List.of("rest", "crack"), 0.5, out(List.of(1, 1, 1, 3), -1, 0, 1))).map())
                .containsExactly(0, 1, 1);
        assertThatThrownBy(() -> read("segmentation", "{ tensor: out, holds: numbers }", List.of("a", "b"), 0.5, out(List.of(1, 1, 3), 2, 0, 1)))
                .hasMessage("the map has label 2, there are 2 labels");
    }

    @Test
    void textIsTheBestPathWithoutRepeatsAndBlanks() {
        // blank, a, b over six steps: a a blank a b b
        HeadsTest.Out steps = out(List.of(1, 6, 3), 0.1, 0.8, 0.1, 0.1, 0.6, 0.1, 0.9, 0, 0, 0.1, 0.9, 0, 0, 0.2, 0.7, 0, 0, 1);
        assertThat(read("text", "{ tensor: out }", List.of("a", "b"), 0.5, steps)).isEqualTo(new Text("aab", (0.8f + 0.9f + 0.7f) / 3));
        assertThat(read("text", "{ tensor: out }", List.of("a", "b"), 0.9, steps)).isEqualTo(new Text("", 0));
        HeadsTest.Out raw = out(List.of(1, 1, 3), 0, Math.log(8), 0);
        assertThat(((Text) read("text", "{ tensor: out, activation: softmax, blank: 2 }", List.of("a", "b"), 0.5, raw)).text()).isEqualTo("b");
    }

    @Test
    void valuesAreScaledAndNamed() {
        assertThat(read("values", "{ tensor: out, values: [{ name: age, unit: a, scale: 100 }, { name: angle, offset: -90 }] }", List.of(), 0, out(List.of(1, 2), 0.25, 100)))
                .isEqualTo(new Values(List.of(new Values.Value("age", 25, "a"), new Values.Value("angle", 10, ""))));
    }

    @Test
    void anomalyIsAScoreOrTheErrorOfAReconstruction() {
        Anomaly score = (Anomaly) read("anomaly", "{ score: map, threshold: 0.5 }", List.of(), 0, out(List.of(1, 1, 1, 3), 0.1, 0.7, 0.2));
        assertThat(score.score()).isCloseTo(0.7, within(1e-6));
        assertThat(score.anomalous()).isTrue();
        double[] back = new double[3 * 8 * 8]; // what was given is all zero
        java.util.Arrays.fill(back, 0.2);
        Anomaly mse = (Anomaly) read("anomaly", "{ reconstruction: out, threshold: 0.05 }", List.of(), 0, out(List.of(1, 3, 8, 8), back));
        assertThat(mse.score()).isCloseTo(0.04, within(1e-6));
        assertThat(mse.anomalous()).isFalse();
        assertThat(((Anomaly) read("anomaly", "{ reconstruction: out, threshold: 0.05, error: mae }", List.of(), 0, out(List.of(1, 3, 8, 8), back))).anomalous()).isTrue();
    }

    @Test
    void regionsAreConnectedPlacesThatGrowBack() {
        double[] map = new double[64];
        for (int y = 2; y < 4; y++) {
            for (int x = 1; x < 5; x++) {
                map[8 * y + x] = 0.8;
            }
        }
        map[63] = 0.9; // smaller than minSide
        String yaml = "{ tensor: out, threshold: 0.3, unclip: 1.5, minSide: 2 }";
        // 4 × 2 places grow by 1.5 · 8 / 12 = 1 on each side
        assertFound(read("regions", yaml, List.of("text"), 0.5, out(List.of(1, 1, 8, 8), map)), new Detection("text", 0.8f, new Box(0, 12.5f, 75, 62.5f)));
    }

    @Test
    void enrolledNamesTheNearestReference(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("references.yaml"), "anna: [[2, 0], [0, 1]]\nbert: [[-1, 0]]\n");
        Answer answer = HeadsTest.readIn(folder, "enrolled", "{ tensor: e, references: references.yaml, top: 2 }", List.of("anna", "bert"), 0.5, out(List.of(1, 2), 3, 4));
        assertThat(answer).isEqualTo(new Classes(List.of(new Classes.Scored("anna", 0.8f))));
        assertThat(HeadsTest.readIn(folder, "enrolled", "{ tensor: e, references: references.yaml }", List.of("anna", "bert"), 0.9, out(List.of(1, 2), 3, 4)))
                .isEqualTo(new Classes(List.of()));
    }
}
