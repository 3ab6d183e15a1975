package io.headwater.track;

import java.util.Arrays;

/** Gives each row at most one column, and each column at most one row, so that the costs come to as little as can be, where a row without a
 *  column costs {@code limit}.
 *  <p>Shape: {@code cost[rows][columns]}; a cost above {@code limit} is never taken. Result: the column of each row, −1 for none.
 *  <p>Errors: none; ties go to the lower number.
 *  <p>Source: shortest augmenting paths with dual variables, the Hungarian method in O(rows² · columns): Kuhn 1955, Jonker and Volgenant 1987. */
final class Assignment {
    /** The cost of what is never taken. */
    static final double NEVER = 1e6;

    private Assignment() {}

    static int[] of(double[][] cost, double limit) {
        int rows = cost.length;
        int columns = rows == 0 ? 0 : cost[0].length;
        int all = columns + rows; // each row has a column of its own, which stands for none
        double[] u = new double[rows + 1];
        double[] v = new double[all + 1];
        int[] rowOf = new int[all + 1];
        int[] way = new int[all + 1];
        for (int row = 1; row <= rows; row++) {
            rowOf[0] = row;
            int column = 0;
            double[] least = new double[all + 1];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            boolean[] used = new boolean[all + 1];
            do {
                used[column] = true;
                int at = rowOf[column];
                double delta = Double.POSITIVE_INFINITY;
                int next = 0;
                for (int c = 1; c <= all; c++) {
                    if (!used[c]) {
                        double reduced = costOf(cost, limit, at - 1, c - 1, columns) - u[at] - v[c];
                        if (reduced < least[c]) {
                            least[c] = reduced;
                            way[c] = column;
                        }
                        if (least[c] < delta) {
                            delta = least[c];
                            next = c;
                        }
                    }
                }
                for (int c = 0; c <= all; c++) {
                    if (used[c]) {
                        u[rowOf[c]] += delta;
                        v[c] -= delta;
                    } else {
                        least[c] -= delta;
                    }
                }
                column = next;
            } while (rowOf[column] != 0);
            while (column != 0) {
                rowOf[column] = rowOf[way[column]];
                column = way[column];
            }
        }
        int[] columnOf = new int[rows];
        Arrays.fill(columnOf, -1);
        for (int c = 1; c <= columns; c++) {
            if (rowOf[c] != 0) {
                columnOf[rowOf[c] - 1] = c - 1;
            }
        }
        return columnOf;
    }

    private static double costOf(double[][] cost, double limit, int row, int column, int columns) {
        if (column >= columns) {
            return column - columns == row ? limit : NEVER;
        }
        return cost[row][column] > limit ? NEVER : cost[row][column];
    }
}
