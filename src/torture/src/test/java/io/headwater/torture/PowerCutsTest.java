package io.headwater.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power cut leaves of the outbox holds everything that was answered; and the harness would tell if it did not. */
class PowerCutsTest {
    private static final int IMAGES = Boolean.getBoolean("headwater.long") ? 5_000 : 300;

    @TempDir(factory = InMemory.class)
    Path work;

    private PowerCuts cuts;

    @BeforeAll
    static void needsStrace() {
        assumeTrue(MissingToolException.has("strace"), "strace is not installed");
    }

    @BeforeEach
    void setUp() {
        cuts = new PowerCuts(work, 20261125);
    }

    @Test
    void keepsEveryAnsweredRecordWhateverAPowerCutLeaves() throws Exception {
        PowerCuts.Report report = cuts.check(cuts.record(1500), IMAGES, number -> {});
        assertThat(report.kept()).isEqualTo(1500);
        assertThat(report.images()).isGreaterThan(IMAGES * 9 / 10);
        assertThat(report.faults()).isEmpty();
    }

    @Test
    void tellsWhatALogThatIsNotSyncedLoses() throws Exception {
        List<DiskEvent> unsynced = cuts.record(300).stream()
                .filter(event -> !(event instanceof DiskEvent.Synced synced && synced.path().endsWith("outbox.db-wal"))).toList();
        assertThat(cuts.check(unsynced, 60, number -> {}).faults()).anySatisfy(fault -> assertThat(fault).contains("lost: "));
    }

    @Test
    void tellsWhatAFolderThatIsNotSyncedLoses() throws Exception {
        List<DiskEvent> unsynced = cuts.record(300).stream()
                .filter(event -> !(event instanceof DiskEvent.Synced synced && synced.path().equals(work.resolve("recorded")))).toList();
        assertThat(cuts.check(unsynced, 60, number -> {}).faults()).anySatisfy(fault -> assertThat(fault).contains("lost: "));
    }
}
