package io.headwater.infer.heads;

import io.headwater.flow.Answer;
import io.headwater.flow.Detections;
import io.headwater.infer.Declaration;
import io.headwater.infer.Head;
import io.headwater.infer.HeadFactory;
import io.headwater.infer.Look;
import io.headwater.infer.Outputs;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** {@code regions}: the connected places of a map that score enough, each with the box around it.
 *  <p>Shape: {@code [1, labels, h, w]}. Places are neighbours by edge or corner. A region's score is the mean of its places; its
 *  box grows on each side by {@code unclip · area / circumference}, where the model was trained on shrunken regions.
 *  <p>Source: Liao et al., Real-time scene text detection with differentiable binarization, 2020, with upright boxes. */
public final class Regions implements HeadFactory {
    @Override
    public String name() {
        return "regions";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Detections.class;
    }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        Labels.needed(declared, labels);
        return new Reader(declared, declared.required("tensor", "output"), declared.choice("activation", Activation.NONE, List.of(Activation.NONE, Activation.SIGMOID)),
                (float) declared.number("threshold", 0.3, 0, 1), (float) declared.number("unclip", 0, 0, 10), declared.whole("minSide", 3, 1, 1 << 14), labels);
    }

    /** @param threshold from which score on a place belongs to a region
     *  @param minSide least width and height of a region, in places */
    private record Reader(Declaration at, String tensor, Activation activation, float threshold, float unclip, int minSide, List<String> labels) implements Head {
        @Override
        public List<String> tensors() {
            return List.of(tensor);
        }

        @Override
        public void check(Outputs outputs) {
            long[] shape = outputs.shape(at, "tensor", tensor, 1, -1, -1, -1);
            if (shape != null) {
                Labels.match(at, "tensor", tensor, shape[1], labels);
            }
        }

        @Override
        public Answer read(Look look) {
            for (int label = 0; label < labels.size(); label++) {
                if (look.wanted(label)) {
                    new Search(look, label).run();
                }
            }
            return look.found().best(1);
        }

        /** The regions of one label's map. */
        private final class Search {
            private final Look look;
            private final int label;
            private final FloatBuffer values;
            private final int height;
            private final int width;
            private final int plane;
            private final BitSet left;
            private int[] stack = new int[256];

            Search(Look look, int label) {
                this.look = look;
                this.label = label;
                values = look.values(0);
                height = (int) look.shape(0)[2];
                width = (int) look.shape(0)[3];
                plane = label * height * width;
                left = new BitSet(height * width);
                float least = activation.least(threshold);
                for (int i = 0; i < height * width; i++) {
                    if (values.get(plane + i) >= least) {
                        left.set(i);
                    }
                }
            }

            void run() {
                for (int i = left.nextSetBit(0); i >= 0; i = left.nextSetBit(i + 1)) {
                    region(i);
                }
            }

            /** Takes the region of a place out of those that are left. */
            private void region(int start) {
                int x1 = width;
                int y1 = height;
                int x2 = 0;
                int y2 = 0;
                int places = 0;
                double sum = 0;
                int depth = 0;
                stack[depth++] = start;
                left.clear(start);
                while (depth > 0) {
                    int at = stack[--depth];
                    int x = at % width;
                    int y = at / width;
                    x1 = Math.min(x1, x);
                    y1 = Math.min(y1, y);
                    x2 = Math.max(x2, x + 1);
                    y2 = Math.max(y2, y + 1);
                    sum += activation.of(values.get(plane + at));
                    places++;
                    if (depth + 8 > stack.length) {
                        stack = Arrays.copyOf(stack, stack.length * 2);
                    }
                    for (int ny = Math.max(y - 1, 0); ny <= Math.min(y + 1, height - 1); ny++) {
                        for (int nx = Math.max(x - 1, 0); nx <= Math.min(x + 1, width - 1); nx++) {
                            if (left.get(ny * width + nx)) {
                                left.clear(ny * width + nx);
                                stack[depth++] = ny * width + nx;
                            }
                        }
                    }
                }
                float score = (float) (sum / places);
                if (score >= look.minScore() && x2 - x1 >= minSide && y2 - y1 >= minSide) {
                    float grow = unclip * (x2 - x1) * (y2 - y1) / (2f * (x2 - x1 + y2 - y1));
                    look.found().add(label, score, (x1 - grow) / width, (y1 - grow) / height, (x2 + grow) / width, (y2 + grow) / height);
                }
            }
        }
    }
}
