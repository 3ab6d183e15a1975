package io.headwater.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application, with sources that are acknowledged, into a real broker: whatever is killed, torn or damaged, nothing
 *  acknowledged is missing that was not told as lost. */
class CutsTest {
    private static final int CUTS = Boolean.getBoolean("headwater.long") ? 100 : 12;

    @TempDir
    Path work;

    @Test
    void losesNothingThatWasAcknowledgedAndIsNotToldWhateverIsDone() throws Exception {
        Path home = Path.of("").toAbsolutePath().getParent().getParent();
        Cuts.Report report = new Cuts(home, work, 20261125, System.out::println).run(CUTS);
        assertThat(report.faults().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(CUTS);
        assertThat(report.acknowledged()).allSatisfy((source, inputs) -> assertThat(inputs).as(source).isPositive());
        assertThat(report.faults()).as("each harm at least once").hasSize(Fault.values().length);
        assertThat(report.missing().values().stream().mapToLong(Set::size).sum()).as("acknowledged and not delivered: %s", report.missing())
                .isLessThanOrEqualTo(report.told());
        assertThat(report.changed()).isZero();
        assertThat(report.unbalanced()).isEmpty();
        assertThat(report.isAsPromised()).isTrue();
    }
}
