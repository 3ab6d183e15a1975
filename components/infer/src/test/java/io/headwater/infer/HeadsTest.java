package io.headwater.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headwater.exchange.Problem;
import io.headwater.flow.Answer;
import io.headwater.flow.Box;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Embedding;
import io.headwater.flow.Tensors;
import io.headwater.flow.View;
import java.io.StringReader;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Each head on outputs small enough to reckon by hand. The picture has 100 × 100 pixels, the input 8 × 8. */
final class HeadsTest {
    private static final ModelInput INPUT = new ModelInput("x", ModelInput.Layout.NCHW, ModelInput.Type.FLOAT32, 8, 8, ModelInput.Color.BGR,
            ModelInput.Fit.STRETCH, 0, 1, new double[3], new double[] {1, 1, 1});

    private static final float[] GIVEN = new float[3 * 8 * 8];

    /** One output of a made-up run. */
    record Out(long[] shape, float... values) {}

    static Answer readIn(Path folder, String name, String yaml, List<String> labels, double minScore, Out... outs) {
        return read(folder, name, yaml, labels, minScore, new boolean[0], outs);
    }

    private static Answer read(String name, String yaml, List<String> labels, double minScore, boolean[] wanted, Out... outs) {
        return read(Path.of(""), name, yaml, labels, minScore, wanted, outs);
    }

    private static Answer read(Path folder, String name, String yaml, List<String> labels, double minScore, boolean[] wanted, Out... outs) {
        HeadFactory factory = ServiceLoader.load(HeadFactory.class).stream().map(ServiceLoader.Provider::get).filter(f -> f.name().equals(name)).findFirst().orElseThrow();
        List<Problem> problems = new ArrayList<>();
        Declaration declared = new Declaration(folder.resolve("model.yaml"), "output." + name, new Yaml(new LoaderOptions()).compose(new StringReader(yaml)), problems);
        Head head = factory.declare(declared, labels);
        declared.done();
        assertThat(problems).isEmpty();
        List<String> names = head.tensors().isEmpty() ? List.of("only") : head.tensors();
        Look look = new Look(INPUT, FloatBuffer.wrap(GIVEN), names, labels);
        for (int i = 0; i < outs.length; i++) {
            look.output(i, FloatBuffer.wrap(outs[i].values), outs[i].shape);
        }
        look.begin(new Look.Wish(minScore, wanted), Placement.WHOLE, View.whole(100, 100));
        return head.read(look);
    }

    static Answer read(String name, String yaml, List<String> labels, double minScore, Out... outs) {
        return read(name, yaml, labels, minScore, new boolean[0], outs);
    }

    static void assertFound(Answer answer, Detection... expected) {
        List<Detection> all = ((Detections) answer).all();
        assertThat(all).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(all.get(i).label()).isEqualTo(expected[i].label());
            assertThat(all.get(i).score()).isCloseTo(expected[i].score(), within(1e-5f));
            Box box = all.get(i).box();
            Box right = expected[i].box();
            assertThat(new float[] {box.x1(), box.y1(), box.x2(), box.y2()})
                    .containsExactly(new float[] {right.x1(), right.y1(), right.x2(), right.y2()}, within(1e-3f));
        }
    }

    static Out out(List<Integer> shape, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return new Out(shape.stream().mapToLong(Integer::longValue).toArray(), floats);
    }

    private static final String HEATMAP = "{ scores: { tensor: heat }, offsets: { tensor: offset }, sizes: { tensor: size }, nms: { maxIou: 0.45 } }";
    private static final Out OFFSETS = out(List.of(1, 2, 2, 2), 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5);
    private static final Out SIZES = out(List.of(1, 2, 2, 2), 0.2, 0.2, 0.2, 0.2, 0.4, 0.4, 0.4, 0.4);

    @Test
    void heatmapFindsAPeakAndNotItsNeighbours() {
        assertFound(read("heatmap", HEATMAP, List.of("person"), 0.4, out(List.of(1, 1, 2, 2), 0.5, 0.9, 0.1, 0.6), OFFSETS, SIZES),
                new Detection("person", 0.9f, new Box(65, 5, 85, 45)));
    }

    @Test
    void heatmapLeavesOutWhatIsBelowTheLeastScore() {
        assertFound(read("heatmap", HEATMAP, List.of("person"), 0.91, out(List.of(1, 1, 2, 2), 0.5, 0.9, 0.1, 0.6), OFFSETS, SIZES));
    }

    @Test
    void heatmapReadsOnePlaneALabel() {
        Out two = out(List.of(1, 2, 2, 2), 0.5, 0.9, 0.1, 0.6, 0.1, 0.2, 0.8, 0.1);
        assertFound(read("heatmap", HEATMAP, List.of("person", "dog"), 0.4, two, OFFSETS, SIZES),
                new Detection("person", 0.9f, new Box(65, 5, 85, 45)), new Detection("dog", 0.8f, new Box(15, 55, 35, 95)));
        assertFound(read("heatmap", HEATMAP, List.of("person", "dog"), 0.4, new boolean[] {false, true}, two, OFFSETS, SIZES),
                new Detection("dog", 0.8f, new Box(15, 55, 35, 95)));
    }

    @Test
    void heatmapTakesRawScoresAndPixels() {
        String yaml = "{ scores: { tensor: heat, activation: sigmoid }, offsets: { tensor: offset }, sizes: { tensor: size, normalized: false } }";
        assertFound(read("heatmap", yaml, List.of("person"), 0.5, out(List.of(1, 1, 2, 2), -3, 0, -1, -2), OFFSETS,
                        out(List.of(1, 2, 2, 2), 4, 4, 4, 4, 8, 8, 8, 8)),
                new Detection("person", 0.5f, new Box(50, 0, 100, 75)));
    }

    @Test
    void gridMultipliesObjectnessAndClass() {
        String yaml = "{ tensor: out, power: { objectness: 0.6, class: 0.4 }, nms: { maxIou: 0.45 } }";
        // two cells beside each other: objectness, tanh x, tanh y, sigmoid w, sigmoid h, two classes
        Out cells = out(List.of(1, 7, 1, 2), 0.01, 0.8, 0, 0, 0, 0, 0, 0, 0, 0, 0.9, 0.25, 0.1, 0.75);
        float score = (float) (Math.pow(0.8, 0.6) * Math.pow(0.75, 0.4));
        assertFound(read("grid", yaml, List.of("person", "car"), 0.5, cells), new Detection("car", score, new Box(25, 0, 75, 25)));
        assertFound(read("grid", yaml, List.of("person", "car"), 0.5, new boolean[] {true, false}, cells));
    }

    @Test
    void anchorsReadsLevelsOfItsOwnAndLevelsInOneTensor() {
        String apart = "{ levels: [{ scores: s1, boxes: b1, stride: 4, each: 1 }, { scores: s2, boxes: b2, stride: 8, each: 2 }] }";
        Out s1 = out(List.of(1, 4, 1), -9, -9, 0, -9);
        Out b1 = out(List.of(1, 4, 5), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, -2, 2, 4, 77, 0, 0, 0, 0, 0);
        Out s2 = out(List.of(1, 2, 1), -9, 9);
        Out b2 = out(List.of(1, 2, 5), 0, 0, 0, 0, 0, 0, 0, 8, 8, 0);
        Detection[] expected = {new Detection("face", 0.9998766f, new Box(0, 0, 100, 100)), new Detection("face", 0.5f, new Box(37.5f, 25, 62.5f, 75))};
        assertFound(read("anchors", apart, List.of("face"), 0.5, s1, b1, s2, b2), expected);
        String together = "{ levels: [{ scores: s, boxes: b, stride: 4, each: 1 }, { scores: s, boxes: b, stride: 8, each: 2 }] }";
        Out s = out(List.of(1, 6, 1), -9, -9, 0, -9, -9, 9);
        Out b = out(List.of(1, 6, 4), 0, 0, 0, 0, 0, 0, 0, 0, 2, -2, 2, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 8);
        assertFound(read("anchors", together, List.of("face"), 0.5, s, b), expected);
    }

    @Test
    void detectionsReadsCornersAndSkipsTheBackground() {
        String yaml = "{ boxes: { tensor: boxes }, scores: { tensor: scores, background: 0 }, nms: { maxIou: 0.5 } }";
        assertFound(read("detections", yaml, List.of("cat", "dog"), 0.5, out(List.of(1, 2, 4), 0.1, 0.2, 0.3, 0.4, 0, 0, 1, 1),
                        out(List.of(1, 2, 3), 0.1, 0.2, 0.7, 0.9, 0.05, 0.05)),
                new Detection("dog", 0.7f, new Box(10, 20, 30, 40)));
    }

    @Test
    void detectionsReadsOneTensorWithColumnsFirst() {
        String yaml = "{ boxes: { tensor: out, format: cxcywh, normalized: false }, scores: { tensor: out, first: 4 }, transposed: true, nms: { maxIou: 0.5 } }";
        // columns cx, cy, w, h, cat, dog of two boxes
        Out out = out(List.of(1, 6, 2), 4, 2, 4, 2, 4, 1, 2, 1, 0.1, 0.6, 0.8, 0.2);
        assertFound(read("detections", yaml, List.of("cat", "dog"), 0.5, out, out),
                new Detection("dog", 0.8f, new Box(25, 37.5f, 75, 62.5f)), new Detection("cat", 0.6f, new Box(18.75f, 18.75f, 31.25f, 31.25f)));
    }

    @Test
    void detectionsMultipliesWithObjectness() {
        String yaml = "{ boxes: { tensor: out, format: xywh }, scores: { tensor: out, first: 5, objectness: 4 } }";
        Out out = out(List.of(1, 2, 6), 0.1, 0.1, 0.2, 0.2, 0.9, 0.9, 0.5, 0.5, 0.2, 0.2, 0.3, 0.9);
        assertFound(read("detections", yaml, List.of("cat"), 0.5, out, out), new Detection("cat", 0.81f, new Box(10, 10, 30, 30)));
    }

    @Test
    void classesAreBestFirstAndNoMoreThanTop() {
        Classes classes = (Classes) read("classes", "{ tensor: logits, activation: softmax, top: 2 }", List.of("a", "b", "c"), 0.1,
                out(List.of(1, 3), Math.log(2), Math.log(5), Math.log(3)));
        assertThat(classes.all()).extracting(Classes.Scored::label).containsExactly("b", "c");
        assertThat(classes.all().getFirst().score()).isCloseTo(0.5f, within(1e-6f));
    }

    @Test
    void classesLeaveOutWhatIsBelowTheLeastScoreOrNotWanted() {
        Out logits = out(List.of(1, 3), 0, -4, 4);
        assertThat(((Classes) read("classes", "{ tensor: logits, activation: sigmoid }", List.of("a", "b", "c"), 0.5, new boolean[] {true, true, false}, logits)).all())
                .containsExactly(new Classes.Scored("a", 0.5f));
    }

    @Test
    void embeddingHasLengthOne() {
        assertThat(((Embedding) read("embedding", "{ tensor: e }", List.of(), 0, out(List.of(1, 2), 3, 4))).vector()).containsExactly(new float[] {0.6f, 0.8f}, within(1e-6f));
        assertThat(((Embedding) read("embedding", "{ tensor: e, normalize: false }", List.of(), 0, out(List.of(1, 2), 3, 4))).vector()).containsExactly(3, 4);
        assertThat(((Embedding) read("embedding", "{ tensor: e }", List.of(), 0, out(List.of(1, 2), 0, 0))).vector()).containsExactly(0, 0);
    }

    @Test
    void tensorsAreCopied() {
        Tensors tensors = (Tensors) read("tensors", "{ keep: [a] }", List.of(), 0, out(List.of(1, 2), 3, 4));
        assertThat(tensors.all()).hasSize(1);
        assertThat(tensors.all().getFirst().name()).isEqualTo("a");
        assertThat(tensors.all().getFirst().shape()).containsExactly(1, 2);
        assertThat(tensors.all().getFirst().values()).containsExactly(3, 4);
    }
}
