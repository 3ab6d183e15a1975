package io.headwater.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.contract.Mosquitto;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application, with sources that are acknowledged, into a real broker: whatever is killed, torn or damaged, nothing
 *  acknowledged is missing that was not told as lost. */
class CutsTest {
    private static final int CUTS = Boolean.getBoolean("headwater.long") ? 100 : 14;

    @TempDir
    Path work;

    @Test
    void losesNothingThatWasAcknowledgedAndIsNotToldWhateverIsDone() throws Exception {
        Path home = Path.of("").toAbsolutePath().getParent().getParent();
        Report report = new Cuts(home, work, 20261125, Set.of(), System.out::println).run(CUTS);
        report.durations().lines().forEach(System.out::println);
        assertThat(report.durations().counts().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(CUTS);
        assertThat(report.durations().counts()).as("each harm at least once").hasSize((int) Arrays.stream(Fault.values())
                .filter(fault -> Mosquitto.isInstalled() || !fault.needsMosquitto()).count());
        assertThat(report.books()).allSatisfy((source, book) -> {
            assertThat(book.acknowledged()).as(source).isPositive();
            assertThat(book.changed()).as(source).isZero();
            assertThat(book.duplicates()).as(source).isLessThanOrEqualTo(report.mostDuplicates());
        });
        assertThat(report.missing()).as("acknowledged and not delivered: %s", report.books()).isLessThanOrEqualTo((int) report.told());
        assertThat(report.wrong()).isEmpty();
        assertThat(report.isAsPromised()).isTrue();
    }
}
