package io.headwater.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.flow.Ledger;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that an older Headwater left. {@code outbox-v1.db} was written by the code of version 1: 20 records in two lanes, the
 *  first six offered, the first three acknowledged. */
class SchemaTest {
    @TempDir
    Path folder;

    @Test
    void opensAnOutboxOfVersion1WithAllItsRecords() throws Exception {
        try (InputStream old = SchemaTest.class.getResourceAsStream("/outbox-v1.db")) {
            Files.copy(old, folder.resolve("outbox.db"));
        }
        Ledger ledger = new Ledger();
        try (Outbox outbox = Outbox.open(Settings.in(folder), ledger)) {
            assertThat(outbox.state().lanes()).containsExactly(Records.lane("alerts", 5, 1, 0, 4), Records.lane("summaries", 15, 2, 0, 13));
            assertThat(outbox.append(Records.draft("new"))).isEqualTo(new Receipt.Kept(21, "new"));
            assertThat(outbox.states().load("crossing/sum")).as("version 4").isEmpty();
            Taker taker = Taker.of(outbox);
            List<OutboxRecord> all = taker.take(18);
            assertThat(all).extracting(OutboxRecord::id).containsExactlyInAnyOrderElementsOf(
                    IntStream.range(3, 21).mapToObj(i -> i == 20 ? "new" : "r" + i).toList());
            all.getFirst().undeliverable(new IllegalStateException("too large"));
            all.subList(1, 18).forEach(OutboxRecord::acknowledged);
            assertThat(outbox.stopOffering(java.time.Duration.ofSeconds(20))).isTrue();
            assertThat(outbox.state().deadLetters()).isEqualTo(1);
            assertThat(ledger.checkAtRest()).isEmpty();
        }
    }
}
