package io.headwater.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class AssignmentTest {
    /** The least that rows from {@code row} on can cost, by trying all. */
    private static double least(double[][] cost, double limit, int row, int taken) {
        if (row == cost.length) {
            return 0;
        }
        double best = limit + least(cost, limit, row + 1, taken);
        for (int c = 0; c < cost[row].length; c++) {
            if ((taken >> c & 1) == 0 && cost[row][c] <= limit) {
                best = Math.min(best, cost[row][c] + least(cost, limit, row + 1, taken | 1 << c));
            }
        }
        return best;
    }

    @RepeatedTest(200)
    void costsAsLittleAsCanBe(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        double[][] cost = new double[random.nextInt(7)][random.nextInt(7)];
        for (double[] row : cost) {
            for (int c = 0; c < row.length; c++) {
                row[c] = random.nextInt(4) == 0 ? Assignment.NEVER : random.nextDouble();
            }
        }
        int[] columns = Assignment.of(cost, 0.8);
        double sum = 0;
        int taken = 0;
        for (int r = 0; r < cost.length; r++) {
            if (columns[r] >= 0) {
                assertThat(taken >> columns[r] & 1).as("column %d is given once", columns[r]).isZero();
                taken |= 1 << columns[r];
                assertThat(cost[r][columns[r]]).isLessThanOrEqualTo(0.8);
                sum += cost[r][columns[r]];
            } else {
                sum += 0.8;
            }
        }
        assertThat(sum).isCloseTo(least(cost, 0.8, 0, 0), within(1e-9));
    }

    @Test
    void takesTheWholeIntoAccountNotTheFirstBest() {
        assertThat(Assignment.of(new double[][] {{0.1, 0.2}, {0.2, 0.7}}, 0.8)).containsExactly(1, 0);
    }
}
