package io.headwater.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.headwater.flow.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk of 4 MiB that runs full long before the quota. Needs the right to mount; skipped where there is none. */
class DiskFullTest {
    @TempDir
    Path folder;
    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
        assumeThat(mounted).as("a tmpfs can be mounted: run the tests as root to have this one").isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int fill(Outbox outbox, String prefix) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(7);
        byte[] payload = new byte[5000];
        int kept = 0;
        while (true) {
            random.nextBytes(payload);
            Receipt receipt = outbox.append(Records.draft("summaries", prefix + kept, payload.clone()));
            if (!(receipt instanceof Receipt.Kept)) {
                assertThat(receipt).isEqualTo(new Receipt.Refused("outbox full"));
                return kept;
            }
            kept++;
        }
    }

    @Test
    void refusesRecordsWhenTheDiskIsFullAndStillDeliversWhatItHas() throws Exception {
        Ledger ledger = new Ledger();
        try (Outbox outbox = Outbox.open(Settings.in(disk), ledger)) {
            int kept = fill(outbox, "a");
            assertThat(kept).isGreaterThan(50);
            int rounds = 0;
            while (fill(outbox, "b" + rounds + "-") > 0) { // what the log held is used too, before it is full for good
                assertThat(++rounds).isLessThan(100);
            }
            int waiting = (int) outbox.state().waiting();
            Taker.of(outbox).take(waiting).forEach(OutboxRecord::acknowledged);
            assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
            assertThat(outbox.state()).returns(0L, OutboxState::waiting).returns((long) waiting, OutboxState::acknowledged);
        }
        try (Outbox outbox = Outbox.open(Settings.in(disk), ledger)) {
            assertThat(outbox.state()).returns(0L, OutboxState::missing).returns(0L, OutboxState::waiting);
            assertThat(fill(outbox, "c")).as("there is room again").isGreaterThan(20);
        }
        assertThat(ledger.checkAtRest()).isEmpty();
    }
}
