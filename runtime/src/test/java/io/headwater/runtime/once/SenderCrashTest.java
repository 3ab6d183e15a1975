package io.headwater.runtime.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.broker.BrokerProcess;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that sends exactly once is killed, again and again, at moments that a seed chooses, soon after one of its batches. */
class SenderCrashTest {
    private static final int CUTS = Boolean.getBoolean("headwater.long") ? 60 : 8;
    private static final long SEED = 20261125;
    private static final long MOST_NANOS = 60_000_000;

    @TempDir
    Path folder;

    @Test
    void eachRecordComesOnceWhateverTheMomentOfTheKill() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Set<String> kept = new HashSet<>();
        try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"), BrokerProcess.freePort())) {
            for (int cut = 0; cut < CUTS; cut++) {
                kept.addAll(runAndKill(broker, cut + "-", 1 + random.nextInt(6), random.nextLong(MOST_NANOS)));
            }
            Process last = start(broker, "-");
            last.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            assertThat(last.waitFor()).isZero();
            List<String> ids = ids(broker);
            Set<String> different = new HashSet<>(ids);
            assertThat(ids.size() - different.size()).as("records that came again").isZero();
            assertThat(kept.size()).isGreaterThan(CUTS * 10);
            kept.removeAll(different);
            assertThat(kept).as("missing").isEmpty();
        }
    }

    private Process start(BrokerProcess broker, String prefix) throws Exception {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED", "-Xshare:auto",
                "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"), SendingProcess.class.getName(), folder.resolve("state").toString(),
                broker.bootstrapServers(), prefix).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** What it said to have kept. */
    private List<String> runAndKill(BrokerProcess broker, String prefix, int afterBatches, long nanos) throws Exception {
        Process child = start(broker, prefix);
        List<String> kept = new ArrayList<>();
        int sent = 0;
        try (BufferedReader lines = child.inputReader()) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("kept ")) {
                    kept.add(line.substring(5));
                }
                if (line.startsWith("sent ") && ++sent == afterBatches) {
                    LockSupport.parkNanos(nanos);
                    child.toHandle().destroyForcibly(); // SIGKILL; what it had said by then is read to its end
                }
            }
        }
        assertThat(child.waitFor()).as("killed, not ended by itself").isEqualTo(137);
        if (!kept.isEmpty()) {
            kept.removeLast(); // its line may be cut short
        }
        return kept;
    }

    private static List<String> ids(BrokerProcess broker) {
        List<String> ids = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition all = new TopicPartition(SendingProcess.LANE, 0);
            consumer.assign(List.of(all));
            consumer.seekToBeginning(List.of(all));
            long end = consumer.endOffsets(List.of(all)).get(all);
            while (consumer.position(all) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    ids.add(new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8));
                }
            }
        }
        return ids;
    }
}
