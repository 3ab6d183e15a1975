package io.headwater.infer.heads;

import io.headwater.exchange.Rule;
import io.headwater.infer.Declaration;
import io.headwater.infer.Look;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One grid of anchors, in the middle of its cells, row by row, and the outputs that say what is there.
 *
 *  @param objects the output with the objectness, where it is one of its own
 *  @param stride side of a cell in pixels of the input
 *  @param each anchors a cell
 *  @param sizes their widths and heights in pixels of the input; empty where the form needs none */
record AnchorLevel(Declaration at, String scores, String boxes, @Nullable String objects, String points, int stride, int each, List<double[]> sizes) {

    static AnchorLevel declare(Declaration at, AnchorForm form) {
        String scores = at.required("scores", "scores");
        String boxes = at.required("boxes", "boxes");
        List<double[]> sizes = at.rows("sizes", 2, "[[16, 16], [32, 32]]");
        int each = at.whole("each", Math.max(sizes.size(), 1), 1, 64);
        if (form.sized() && sizes.size() != each) {
            at.report(sizes.isEmpty() ? null : "sizes", Rule.MANIFEST, at.name() + ".sizes has " + sizes.size() + " anchors, form "
                    + form.name().toLowerCase(java.util.Locale.ROOT) + " needs one each" + (each == 1 ? "" : " of " + each), "sizes: [[16, 16], [32, 32]], width and height in pixels of the input");
        }
        AnchorLevel level = new AnchorLevel(at, scores, boxes, at.text("objectness").orElse(null), at.text("points").orElse(boxes), at.whole("stride", 8, 1, 4096), each, sizes);
        at.done();
        return level;
    }

    int across(int width) {
        return (width + stride - 1) / stride;
    }

    int cells(int width, int height) {
        return across(width) * across(height);
    }

    int anchors(int width, int height) {
        return cells(width, height) * each;
    }

    float width(int row) {
        return sizes.isEmpty() ? 1 : (float) sizes.get(row % each)[0];
    }

    float height(int row) {
        return sizes.isEmpty() ? 1 : (float) sizes.get(row % each)[1];
    }

    /** Columns a row has in an output that it shares with {@code rows} rows of all levels; −1 where the file leaves it open.
     *  <p>Shape: {@code [1, rows, columns]}, {@code [1, each · columns, h, w]}, {@code [1, each, h, w, columns]}. */
    long columns(long[] shape, int rows) {
        long all = 1;
        for (long d : shape) {
            if (d < 0) {
                return shape.length == 3 || shape.length == 5 ? shape[shape.length - 1] : shape.length == 4 && shape[1] >= 0 ? shape[1] / each : -1;
            }
            all *= d;
        }
        return rows == 0 || all % rows != 0 ? 0 : all / rows;
    }

    Table table(Look look, int output, boolean channelsFirst, int rows) {
        return Table.ofAnchors(look.values(output), look.shape(output), rows, cells(look.inputWidth(), look.inputHeight()), each, channelsFirst);
    }
}
