package io.headwater.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.flow.Ledger;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that keeps records is killed, again and again, at moments that a seed chooses. */
class CrashTest {
    private static final int CUTS = 6;
    private static final long SEED = 20260131;

    @TempDir
    Path folder;

    @Test
    void keepsEveryRecordThatWasAnsweredWhenKilled() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Set<String> answered = new HashSet<>();
        long total = 0;
        for (int cut = 0; cut < CUTS; cut++) {
            answered.addAll(runAndKill(SEED + 100 * cut, 1 + random.nextInt(1000)));
            try (Outbox outbox = Outbox.open(Settings.in(folder).maxInFlight(100_000), new Ledger())) {
                OutboxState state = outbox.state();
                assertThat(state.missing()).as("missing after cut %d", cut).isZero();
                assertThat(outbox.books().imbalances()).as("over %d kills", cut + 1).isEmpty();
                List<OutboxRecord> all = takeAll(outbox, state.waiting());
                assertThat(all).extracting(OutboxRecord::id).as("after cut %d", cut).containsAll(answered).doesNotHaveDuplicates();
                assertThat(all).extracting(OutboxRecord::sequence).isSorted();
                assertThat(outbox.state().damaged()).isZero();
                total += answered.size();
                // the first half is delivered, the others stay for the next cut
                for (OutboxRecord record : all.subList(0, all.size() / 2)) {
                    record.acknowledged();
                    answered.remove(record.id());
                }
            }
        }
        assertThat(total).isGreaterThan(CUTS);
    }

    private static List<OutboxRecord> takeAll(Outbox outbox, long waiting) throws InterruptedException {
        Taker taker = Taker.of(outbox);
        return waiting == 0 ? List.of() : taker.take((int) waiting);
    }

    private List<String> runAndKill(long seed, int afterLines) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
                Appender.class.getName(), folder.toString(), Long.toString(seed)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = child.inputReader()) {
            String line;
            while ((line = reader.readLine()) != null) {
                lines.add(line);
                if (lines.size() == afterLines) {
                    child.toHandle().destroyForcibly(); // SIGKILL; what it had said by then is read to its end
                }
            }
        }
        assertThat(child.waitFor()).as("killed, not ended by itself").isEqualTo(137);
        if (!lines.isEmpty() && !lines.getLast().matches("\\d+-\\d-\\d+")) {
            lines.removeLast(); // cut in the middle of a line
        }
        return lines;
    }
}
