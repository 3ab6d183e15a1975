package io.headwater.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes the AOT cache of the module's jar, once per build of it: starts a node, sends it one plain and one transactional
 * record, reads them back, and lets Java keep the classes it had loaded. A cache younger than the jar is left alone, an older one deleted in any case.
 * The cache saves about a second and a half of each start; without it everything works.
 */
public final class AotTraining {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private AotTraining() {
    }

    /** @param args the module's jar, with its {@code lib} folder beside */
    public static void main(String[] args) throws Exception {
        QuietLogs.set("error");
        Path jar = Path.of(args[0]).toAbsolutePath();
        Path cache = NodeCommand.cacheOf(jar);
        if (NodeCommand.hasFreshCache(jar)) {
            return;
        }
        Files.deleteIfExists(cache);
        if (Boolean.getBoolean("headwater.broker.aot.skip")) {
            return;
        }
        Path data = Files.createTempDirectory("headwater-broker");
        Path unfinished = cache.resolveSibling(cache.getFileName() + ".part");
        try {
            List<String> said = train(jar, data, unfinished);
            if (Files.exists(unfinished)) {
                Files.move(unfinished, cache, StandardCopyOption.REPLACE_EXISTING);
            } else {
                System.err.println("this Java made no AOT cache; the broker will start without one");
                said.forEach(System.err::println);
            }
        } finally {
            Files.deleteIfExists(unfinished);
            delete(data);
        }
    }

    private static List<String> train(Path jar, Path data, Path cache) throws ExecutionException, InterruptedException {
        BrokerProcess broker = BrokerProcess.train(data, BrokerProcess.freePort(), List.of(jar), cache);
        try {
            send(broker.bootstrapServers(), Map.of());
            send(broker.bootstrapServers(), Map.of("transactional.id", "training"));
            ReadBack.read(new ReadBackOptions(broker.bootstrapServers(), "training", Duration.ofSeconds(10), false, true), System.err);
        } finally {
            broker.close(PATIENCE); // the cache is written as the process ends
        }
        return broker.lastLines();
    }

    private static void send(String bootstrap, Map<String, Object> more) throws ExecutionException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", bootstrap);
        try (Producer<String, String> producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            if (more.isEmpty()) {
                producer.send(new ProducerRecord<>("training", "key", "value")).get();
            } else {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("training", "key", "value"));
                producer.commitTransaction();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
