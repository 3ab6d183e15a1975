package io.headwater.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class DistributionTest {
    @Test
    void emptyHasNoFigures() {
        Distribution none = new Distribution();
        assertThat(none.mean()).isNull();
        assertThat(none.min()).isNull();
        assertThat(none.quantile(0.5)).isNull();
        assertThat(none.merge(new Distribution()).count()).isZero();
    }

    @Test
    void mergedEqualsAllInOne() {
        Random random = new Random(11);
        Distribution all = new Distribution();
        Distribution merged = new Distribution();
        for (int part = 0; part < 20; part++) {
            Distribution one = new Distribution();
            int n = random.nextInt(400);
            for (int i = 0; i < n; i++) {
                double value = random.nextInt(1000);
                one.add(value);
                all.add(value);
            }
            merged = merged.merge(one);
        }
        assertThat(merged.count()).isEqualTo(all.count());
        assertThat(merged.sum()).isEqualTo(all.sum());
        assertThat(merged.min()).isEqualTo(all.min());
        assertThat(merged.max()).isEqualTo(all.max());
        for (double rank : new double[] {0.1, 0.5, 0.9, 0.99}) {
            assertThat(merged.quantile(rank)).isCloseTo(rank * 1000, within(2 * 1000 * merged.rankError() + 15));
        }
    }

    @Test
    void mergeChangesNeither() {
        Distribution a = new Distribution();
        Distribution b = new Distribution();
        a.add(1);
        b.add(5);
        a.merge(b);
        assertThat(a.count()).isEqualTo(1);
        assertThat(b.max()).isEqualTo(5);
    }

    @Test
    void comesBackFromItsSketch() {
        Distribution d = new Distribution();
        for (int i = 1; i <= 1_000; i++) {
            d.add(i);
        }
        Distribution back = Distribution.of(d.sum(), d.sketch());
        assertThat(back.count()).isEqualTo(1_000);
        assertThat(back.mean()).isEqualTo(500.5);
        assertThat(back.quantile(0.9)).isEqualTo(d.quantile(0.9));
        assertThat(back.max()).isEqualTo(1_000);
        back.add(2_000);
        assertThat(back.max()).isEqualTo(2_000);
    }
}
