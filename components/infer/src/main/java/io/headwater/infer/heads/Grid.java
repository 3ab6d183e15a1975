package io.headwater.infer.heads;

import io.headwater.exchange.Rule;
import io.headwater.flow.Answer;
import io.headwater.flow.Detections;
import io.headwater.infer.Declaration;
import io.headwater.infer.Head;
import io.headwater.infer.HeadFactory;
import io.headwater.infer.Look;
import io.headwater.infer.Outputs;
import java.nio.FloatBuffer;
import java.util.List;

/** One tensor with a cell a place and all that is said of it in its channels: objectness, box, a score a label.
 *  <p>Shape: {@code [1, channels, h, w]}; the box has four channels: offset of the centre x, y, then width, height.
 *  <p>Units: the offset in cells, the size in 0..1 of the picture, both after their activation. The score of a label is
 *  {@code objectness^p · class^q}.
 *  <p>Source: FastestDet (dog-qiuqiu), which has p = 0.6, q = 0.4; only a cell's best label counts. */
public final class Grid implements HeadFactory {
    @Override
    public String name() {
        return "grid";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Detections.class;
    }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        Declaration power = declared.map("power").orElse(null);
        Reader reader = new Reader(declared, declared.required("tensor", "output"), declared.whole("objectness", 0, 0, 1 << 16),
                declared.whole("boxes", 1, 0, 1 << 16), declared.whole("classes", 5, 0, 1 << 16),
                declared.choice("offset", Activation.TANH, Activation.OF_ONE), declared.choice("size", Activation.SIGMOID, Activation.OF_ONE),
                power == null ? 1 : power.number("objectness", 1, 0, 10), power == null ? 1 : power.number("class", 1, 0, 10),
                Suppression.maxIou(declared), labels);
        if (power != null) {
            power.done();
        }
        Labels.needed(declared, labels);
        return reader;
    }

    private record Reader(Declaration at, String tensor, int objectness, int boxes, int classes, Activation offset, Activation size,
            double objectnessPower, double classPower, double maxIou, List<String> labels) implements Head {
        @Override
        public List<String> tensors() {
            return List.of(tensor);
        }

        @Override
        public void check(Outputs outputs) {
            long[] shape = outputs.shape(at, "tensor", tensor, 1, -1, -1, -1);
            if (shape != null && shape[1] >= 0) {
                if (Math.max(objectness, Math.max(boxes + 3, classes)) >= shape[1]) {
                    at.report("tensor", Rule.TENSOR, "output " + tensor + " has " + shape[1] + " channels, the head reads channel "
                            + Math.max(objectness, Math.max(boxes + 3, classes)), "mend objectness, boxes or classes");
                } else {
                    Labels.match(at, "tensor", tensor, shape[1] - classes, labels);
                }
            }
        }

        @Override
        public Answer read(Look look) {
            FloatBuffer v = look.values(0);
            int h = (int) look.shape(0)[2];
            int w = (int) look.shape(0)[3];
            int cells = h * w;
            // a class score is at most 1, so objectness alone rules most cells out
            float least = objectnessPower == 0 ? Float.NEGATIVE_INFINITY : (float) (Math.pow(look.minScore(), 1 / objectnessPower) - 1e-6);
            for (int cell = 0; cell < cells; cell++) {
                float object = v.get(objectness * cells + cell);
                if (object < least) {
                    continue;
                }
                int label = bestLabel(v, cells, cell);
                float score = (float) (Math.pow(object, objectnessPower) * Math.pow(v.get((classes + label) * cells + cell), classPower));
                if (score >= look.minScore() && look.wanted(label)) {
                    float cx = (cell % w + offset.of(v.get(boxes * cells + cell))) / w;
                    float cy = (cell / w + offset.of(v.get((boxes + 1) * cells + cell))) / h;
                    float bw = size.of(v.get((boxes + 2) * cells + cell));
                    float bh = size.of(v.get((boxes + 3) * cells + cell));
                    look.found().add(label, score, cx - bw / 2, cy - bh / 2, cx + bw / 2, cy + bh / 2);
                }
            }
            return look.found().best(maxIou);
        }

        private int bestLabel(FloatBuffer v, int cells, int cell) {
            int best = 0;
            float most = Float.NEGATIVE_INFINITY;
            for (int label = 0; label < labels.size(); label++) {
                float score = v.get((classes + label) * cells + cell);
                if (score > most) {
                    most = score;
                    best = label;
                }
            }
            return best;
        }
    }
}
