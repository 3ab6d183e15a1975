package io.headwater.bench;

import java.nio.FloatBuffer;
import java.util.List;

/** Reads a heat map of centres: a person is a cell that no neighbour exceeds, with an offset and a size.
 *  <p>Shape: heat [1,1,36,48] in 0..1; offset [1,2,36,48] within the cell; size [1,2,36,48] in 0..1 of the picture.
 *  <p>Source: "Objects as Points" (arXiv 1904.07850), as {@code src/models/people} trains it. */
final class CentrePoints implements Head {
    private static final int COLUMNS = 48;
    private static final int ROWS = 36;
    private static final int CELLS = COLUMNS * ROWS;

    private final float minScore;

    CentrePoints(float minScore) {
        this.minScore = minScore;
    }

    @Override
    public String input() {
        return "image";
    }

    @Override
    public int width() {
        return 384;
    }

    @Override
    public int height() {
        return 288;
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output("heat", 1, 1, ROWS, COLUMNS), new Output("offset", 1, 2, ROWS, COLUMNS), new Output("size", 1, 2, ROWS, COLUMNS));
    }

    @Override
    public void read(FloatBuffer[] outputs, Boxes into, int width, int height) {
        FloatBuffer heat = outputs[0];
        FloatBuffer offset = outputs[1];
        FloatBuffer size = outputs[2];
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                int cell = y * COLUMNS + x;
                float score = heat.get(cell);
                if (score >= minScore && isPeak(heat, x, y, score)) {
                    into.add(PERSON, score, (x + offset.get(cell)) / COLUMNS, (y + offset.get(CELLS + cell)) / ROWS,
                            size.get(cell), size.get(CELLS + cell), width, height);
                }
            }
        }
        into.suppress(MAX_IOU);
    }

    private static boolean isPeak(FloatBuffer heat, int x, int y, float score) {
        for (int ny = Math.max(y - 1, 0); ny <= Math.min(y + 1, ROWS - 1); ny++) {
            for (int nx = Math.max(x - 1, 0); nx <= Math.min(x + 1, COLUMNS - 1); nx++) {
                if (heat.get(ny * COLUMNS + nx) > score) {
                    return false;
                }
            }
        }
        return true;
    }
}
