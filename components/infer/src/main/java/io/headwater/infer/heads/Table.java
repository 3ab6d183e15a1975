package io.headwater.infer.heads;

import java.nio.FloatBuffer;

/** A tensor read as rows of columns, whichever way it lies in memory. A row belongs to one anchor of one cell; where there is
 *  neither, rows are cells with one anchor.
 *
 *  @param anchors anchors a cell
 *  @param columns of a row
 *  @param cellStep elements from a cell to the next
 *  @param anchorStep from an anchor to the next of the same cell
 *  @param columnStep from a column to the next */
record Table(FloatBuffer values, int rows, int columns, int anchors, int cellStep, int anchorStep, int columnStep) {

    /** A tensor {@code [1, n, columns]}, or {@code [1, columns, n]} where {@code transposed}. */
    static Table of(FloatBuffer values, long[] shape, boolean transposed) {
        int last = shape.length == 0 ? 1 : (int) shape[shape.length - 1];
        int others = last == 0 ? 0 : values.capacity() / last;
        return transposed ? new Table(values, last, others, 1, 1, 0, last) : new Table(values, others, last, 1, last, 0, 1);
    }

    /** A tensor with one number a row. */
    static Table column(FloatBuffer values) {
        return new Table(values, values.capacity(), 1, 1, 1, 0, 1);
    }

    /** A tensor with {@code rows} anchors of {@code anchors} a cell. Four dimensions {@code [1, anchors · columns, h, w]} have
     *  the channels first, five {@code [1, anchors, h, w, columns]} the anchors; all others lie row by row.
     *
     *  @param cells of the grid, {@code h · w} */
    static Table ofAnchors(FloatBuffer values, long[] shape, int rows, int cells, int anchors, boolean channelsFirst) {
        int columns = rows == 0 ? 0 : values.capacity() / rows;
        if (shape.length == 4 && channelsFirst) {
            return new Table(values, rows, columns, anchors, 1, columns * cells, cells);
        }
        if (shape.length == 5) {
            return new Table(values, rows, columns, anchors, columns, columns * cells, 1);
        }
        return new Table(values, rows, columns, anchors, anchors * columns, columns, 1);
    }

    float get(int row, int column) {
        return values.get(anchors == 1 ? row * cellStep + column * columnStep : row / anchors * cellStep + row % anchors * anchorStep + column * columnStep);
    }
}
