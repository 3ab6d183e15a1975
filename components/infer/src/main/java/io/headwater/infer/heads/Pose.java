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

/** {@code keypoints}: the keypoints of the one thing in the picture.
 *  <p>Shape: a map a keypoint {@code [1, points, h, w]}, whose greatest place counts; or, with an {@code order}, a row a keypoint
 *  {@code [1, points, 3]} or {@code [1, 1, points, 3]}.
 *  <p>Units: rows in 0..1 of the picture, or, not normalized, in pixels of the input.
 *  <p>Result: one detection of the first label, with the box around the keypoints that score enough and their mean score; none
 *  where no keypoint scores enough.
 *  <p>Source: stacked hourglass networks, Newell et al. 2016 (maps); MoveNet (rows, {@code order: yxs}). */
public final class Pose implements HeadFactory {
    @Override
    public String name() {
        return "keypoints";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Detections.class;
    }

    /** What the numbers of an output are. */
    private enum Order { MAPS, XYS, YXS }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        Labels.needed(declared, labels);
        List<String> names = declared.texts("names");
        if (names.isEmpty()) {
            declared.report(null, Rule.MANIFEST, declared.name() + ".names is missing", "names: [nose, left eye, right eye]");
        }
        return new Reader(declared, declared.required("tensor", "output"), declared.choice("order", Order.MAPS),
                declared.choice("activation", Activation.NONE, List.of(Activation.NONE, Activation.SIGMOID)), declared.flag("normalized", true), names);
    }

    private record Reader(Declaration at, String tensor, Order order, Activation activation, boolean normalized, List<String> names) implements Head {
        @Override
        public List<String> tensors() {
            return List.of(tensor);
        }

        @Override
        public void check(Outputs outputs) {
            long[] shape = outputs.shape(at, "tensor", tensor);
            if (shape == null) {
                return;
            }
            int last = shape.length - 1;
            boolean fits = order == Order.MAPS ? shape.length == 4 : last >= 1 && (shape[last] == 3 || shape[last] < 0);
            if (!fits) {
                at.report("tensor", Rule.TENSOR, "output " + tensor + " is " + Outputs.text(shape) + ", must be "
                        + (order == Order.MAPS ? "[1, points, height, width]" : "[1, points, 3]"), "name another output, or mend order");
                return;
            }
            long points = shape[order == Order.MAPS ? 1 : last - 1];
            if (points >= 0 && points != names.size()) {
                at.report("names", Rule.LABEL, "output " + tensor + " has " + points + " keypoints, the manifest names " + names.size(), "name each, in the order of the training");
            }
        }

        @Override
        public Answer read(Look look) {
            int n = names.size();
            float[] x = new float[n];
            float[] y = new float[n];
            float[] score = new float[n];
            for (int p = 0; p < n; p++) {
                if (order == Order.MAPS) {
                    peak(look, p, x, y, score);
                } else {
                    float w = normalized ? 1 : look.inputWidth();
                    float h = normalized ? 1 : look.inputHeight();
                    int first = order == Order.XYS ? 0 : 1;
                    x[p] = look.values(0).get(3 * p + first) / w;
                    y[p] = look.values(0).get(3 * p + 1 - first) / h;
                    score[p] = activation.of(look.values(0).get(3 * p + 2));
                }
            }
            return around(look, x, y, score);
        }

        private void peak(Look look, int point, float[] x, float[] y, float[] score) {
            FloatBuffer v = look.values(0);
            int h = (int) look.shape(0)[2];
            int w = (int) look.shape(0)[3];
            int best = point * h * w;
            for (int i = best; i < (point + 1) * h * w; i++) {
                best = v.get(i) > v.get(best) ? i : best;
            }
            int cell = best - point * h * w;
            x[point] = (cell % w + 0.5f) / w;
            y[point] = (cell / w + 0.5f) / h;
            score[point] = activation.of(v.get(best));
        }

        private Answer around(Look look, float[] x, float[] y, float[] score) {
            float left = 1;
            float top = 1;
            float right = 0;
            float bottom = 0;
            double sum = 0;
            int seen = 0;
            for (int p = 0; p < score.length; p++) {
                if (score[p] >= look.minScore()) {
                    left = Math.min(left, x[p]);
                    top = Math.min(top, y[p]);
                    right = Math.max(right, x[p]);
                    bottom = Math.max(bottom, y[p]);
                    sum += score[p];
                    seen++;
                }
            }
            if (seen == 0 || !look.wanted(0)) {
                return Detections.NONE;
            }
            look.found().withPoints(names);
            float least = 0.5f / Math.max(look.inputWidth(), look.inputHeight()); // one keypoint alone has a box too
            if (look.found().add(0, (float) (sum / seen), left - least, top - least, right + least, bottom + least)) {
                for (int p = 0; p < score.length; p++) {
                    look.found().point(p, x[p], y[p], score[p]);
                }
            }
            return look.found().best(1);
        }
    }
}
