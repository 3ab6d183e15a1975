package io.headwater.bench;

import java.nio.FloatBuffer;
import java.util.List;

/** Reads FastestDet's grid: objectness, offsets and sizes, and 80 class scores a cell.
 *  <p>Shape: [1,85,22,22]. score = objectness^0.6 · class^0.4; the best class of a cell counts.
 *  <p>Source: dog-qiuqiu/FastestDet. */
final class Grid implements Head {
    private static final int SIDE = 22;
    private static final int CELLS = SIDE * SIDE;
    private static final int LABELS = 80;
    private static final int FIRST_LABEL = 5;

    private final float minScore;
    /** Below this objectness no class score, being at most 1, reaches the least score. */
    private final float minObjectness;

    Grid(float minScore) {
        this.minScore = minScore;
        this.minObjectness = (float) (Math.pow(minScore, 1 / 0.6) - 1e-6);
    }

    @Override
    public String input() {
        return "input.1";
    }

    @Override
    public int width() {
        return 352;
    }

    @Override
    public int height() {
        return 352;
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output("758", 1, FIRST_LABEL + LABELS, SIDE, SIDE));
    }

    @Override
    public void read(FloatBuffer[] outputs, Boxes into, int width, int height) {
        FloatBuffer out = outputs[0];
        for (int cell = 0; cell < CELLS; cell++) {
            float objectness = out.get(cell);
            if (objectness < minObjectness) {
                continue;
            }
            int label = 0;
            float best = 0;
            for (int l = 0; l < LABELS; l++) {
                float p = out.get((FIRST_LABEL + l) * CELLS + cell);
                if (p > best) {
                    best = p;
                    label = l;
                }
            }
            float score = (float) (Math.pow(objectness, 0.6) * Math.pow(best, 0.4));
            if (score >= minScore) {
                into.add(label, score, (cell % SIDE + (float) Math.tanh(out.get(CELLS + cell))) / SIDE,
                        (cell / SIDE + (float) Math.tanh(out.get(2 * CELLS + cell))) / SIDE,
                        sigmoid(out.get(3 * CELLS + cell)), sigmoid(out.get(4 * CELLS + cell)), width, height);
            }
        }
        into.suppress(MAX_IOU);
    }

    private static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }
}
