package io.headwater.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No two inputs of a source have one name, whatever became of the machine between its starts. */
class EpochTest {
    @TempDir
    Path folder;

    @Test
    void countsTheStartsOfASourceOverRestartsOfTheBox() throws Exception {
        try (Host host = host()) {
            assertThat(host.nextEpoch("gate")).isZero();
            assertThat(host.nextEpoch("gate")).isOne();
            assertThat(host.nextEpoch("yard")).isZero();
        }
        try (Host host = host()) {
            assertThat(host.nextEpoch("gate")).isEqualTo(2);
        }
    }

    @Test
    void goesOnBeyondAnyCountWhenTheFileIsDamaged() throws Exception {
        try (Host host = host()) {
            host.nextEpoch("gate");
            Files.writeString(folder.resolve("state/epochs/gate"), ""); // what some file systems leave of a file that was not synced
            assertThat(host.nextEpoch("gate")).isEqualTo(1_800_000_000L);
            assertThat(host.nextEpoch("gate")).isEqualTo(1_800_000_001L);
        }
    }

    private Host host() {
        return Host.builder().state(folder.resolve("state")).clock(InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000L))).build();
    }
}
