package io.headwater.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application, with sources that are acknowledged, into a real broker: whatever is killed, nothing acknowledged is missing. */
class CutsTest {
    private static final int CUTS = Boolean.getBoolean("headwater.long") ? 100 : 10;

    @TempDir
    Path work;

    @Test
    void losesNothingThatWasAcknowledgedWhateverIsKilled() throws Exception {
        Path home = Path.of("").toAbsolutePath().getParent().getParent();
        Cuts.Report report = new Cuts(home, work, 20261125, System.out::println).run(CUTS);
        assertThat(report.faults().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(CUTS);
        assertThat(report.acknowledged()).allSatisfy((source, inputs) -> assertThat(inputs).as(source).isPositive());
        assertThat(report.missing()).allSatisfy((source, ids) -> assertThat(ids).as(source).isEmpty());
        assertThat(report.changed()).isZero();
        assertThat(report.unbalanced()).isEmpty();
    }
}
