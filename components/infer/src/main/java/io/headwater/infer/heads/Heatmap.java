package io.headwater.infer.heads;

import io.headwater.flow.Answer;
import io.headwater.flow.Detections;
import io.headwater.infer.Declaration;
import io.headwater.infer.Found;
import io.headwater.infer.Head;
import io.headwater.infer.HeadFactory;
import io.headwater.infer.Look;
import io.headwater.infer.Outputs;
import java.nio.FloatBuffer;
import java.util.List;

/** Centre points: a map of scores a label whose peaks are the centres of things, with offset and size beside.
 *  <p>Shape: scores {@code [1, labels, h, w]}, offsets and sizes {@code [1, 2, h, w]}, x before y.
 *  <p>Units: offsets in cells from the cell's upper left corner; sizes in 0..1 of the picture, or pixels of the input.
 *  <p>Source: Zhou et al., Objects as Points, 2019: a peak is no less than its eight neighbours. */
public final class Heatmap implements HeadFactory {
    @Override
    public String name() {
        return "heatmap";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Detections.class;
    }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        Declaration scores = declared.requiredMap("scores", "tensor: heat");
        Declaration offsets = declared.requiredMap("offsets", "tensor: offset");
        Declaration sizes = declared.requiredMap("sizes", "tensor: size, normalized: true");
        Reader reader = new Reader(scores, scores.required("tensor", "heat"), scores.choice("activation", Activation.NONE, Activation.OF_ONE),
                offsets, offsets.required("tensor", "offset"), sizes, sizes.required("tensor", "size"), sizes.flag("normalized", true),
                Suppression.maxIou(declared), labels);
        scores.done();
        offsets.done();
        sizes.done();
        Labels.needed(declared, labels);
        return reader;
    }

    private record Reader(Declaration scoresAt, String scores, Activation activation, Declaration offsetsAt, String offsets,
            Declaration sizesAt, String sizes, boolean normalized, double maxIou, List<String> labels) implements Head {
        @Override
        public List<String> tensors() {
            return List.of(scores, offsets, sizes);
        }

        @Override
        public void check(Outputs outputs) {
            long[] map = outputs.shape(scoresAt, "tensor", scores, 1, -1, -1, -1);
            if (map != null) {
                Labels.match(scoresAt, "tensor", scores, map[1], labels);
                outputs.shape(offsetsAt, "tensor", offsets, 1, 2, map[2], map[3]);
                outputs.shape(sizesAt, "tensor", sizes, 1, 2, map[2], map[3]);
            }
        }

        @Override
        public Answer read(Look look) {
            FloatBuffer score = look.values(0);
            int h = (int) look.shape(0)[2];
            int w = (int) look.shape(0)[3];
            float least = activation.least(look.minScore());
            for (int label = 0; label < labels.size(); label++) {
                if (!look.wanted(label)) {
                    continue;
                }
                int plane = label * h * w;
                for (int y = 0; y < h; y++) {
                    for (int x = 0; x < w; x++) {
                        float raw = score.get(plane + y * w + x);
                        if (raw >= least && isPeak(score, plane, w, h, x, y, raw)) {
                            take(look, label, activation.of(raw), x, y, w, h);
                        }
                    }
                }
            }
            return look.found().best(maxIou);
        }

        private void take(Look look, int label, float score, int x, int y, int w, int h) {
            if (score < look.minScore()) {
                return;
            }
            int cell = y * w + x;
            float cx = (x + look.values(1).get(cell)) / w;
            float cy = (y + look.values(1).get(w * h + cell)) / h;
            float bw = look.values(2).get(cell) / (normalized ? 1 : look.inputWidth());
            float bh = look.values(2).get(w * h + cell) / (normalized ? 1 : look.inputHeight());
            Found found = look.found();
            found.add(label, score, cx - bw / 2, cy - bh / 2, cx + bw / 2, cy + bh / 2);
        }

        private static boolean isPeak(FloatBuffer map, int plane, int w, int h, int x, int y, float value) {
            for (int ny = Math.max(y - 1, 0); ny <= Math.min(y + 1, h - 1); ny++) {
                for (int nx = Math.max(x - 1, 0); nx <= Math.min(x + 1, w - 1); nx++) {
                    if (map.get(plane + ny * w + nx) > value) {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}
