package io.headwater.infer.draft;

import java.util.Arrays;

/** One output of a model as it was seen in one run.
 *
 *  @param declared its shape as the file has it, −1 where it is open
 *  @param shape its shape in the run
 *  @param values its elements, row-major */
public record Seen(String name, long[] declared, long[] shape, float[] values) {

    int rank() {
        return shape.length;
    }

    /** A dimension, from the end where {@code index} is negative. */
    int dim(int index) {
        return (int) shape[index < 0 ? shape.length + index : index];
    }

    boolean is(long... expected) {
        if (shape.length != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] >= 0 && shape[i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether all elements lie in a range, with a little slack. */
    boolean within(double low, double high) {
        for (float v : values) {
            if (!(v >= low - 1e-3 && v <= high + 1e-3)) {
                return false;
            }
        }
        return true;
    }

    double max() {
        double max = Double.NEGATIVE_INFINITY;
        for (float v : values) {
            max = Math.max(max, v);
        }
        return max;
    }

    /** Whether each run of {@code columns} elements sums to 1, as after a softmax. */
    boolean sumsToOne(int columns) {
        if (columns < 2 || values.length < columns) {
            return false;
        }
        for (int from = 0; from + columns <= values.length; from += columns) {
            double sum = 0;
            for (int i = 0; i < columns; i++) {
                sum += values[from + i];
            }
            if (Math.abs(sum - 1) > 0.01) {
                return false;
            }
        }
        return within(0, 1);
    }

    /** The mean of a column of rows that have {@code columns}. */
    double mean(int columns, int column) {
        double sum = 0;
        int rows = values.length / columns;
        for (int row = 0; row < rows; row++) {
            sum += values[row * columns + column];
        }
        return rows == 0 ? 0 : sum / rows;
    }

    /** A column of rows; {@code transposed}: {@code [1, columns, n]}. */
    float[] column(int columns, int column, boolean transposed) {
        int rows = values.length / columns;
        float[] all = new float[rows];
        for (int row = 0; row < rows; row++) {
            all[row] = values[transposed ? column * rows + row : row * columns + column];
        }
        return all;
    }

    boolean named(String... parts) {
        String lower = name.toLowerCase(java.util.Locale.ROOT);
        return Arrays.stream(parts).anyMatch(lower::contains);
    }

    /** The name as YAML has it. */
    String yaml() {
        return quoted(name);
    }

    /** A text as YAML has it: in quotes where it would be read as something else. */
    public static String quoted(String text) {
        return text.matches("[A-Za-z_][A-Za-z0-9_./-]*") && !text.matches("(?i)true|false|yes|no|on|off|null|y|n") ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
