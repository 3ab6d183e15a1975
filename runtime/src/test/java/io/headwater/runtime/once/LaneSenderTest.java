package io.headwater.runtime.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.broker.BrokerProcess;
import io.headwater.uplink.Draft;
import io.headwater.uplink.ExactlyOnce.Batch;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxRecord;
import io.headwater.uplink.Outboxes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol on a real broker; each moment at which a process may die is played by leaving off there. */
class LaneSenderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path folder;
    private static BrokerProcess broker;

    @TempDir
    Path state;

    @BeforeAll
    static void start() {
        broker = BrokerProcess.start(folder.resolve("broker"), BrokerProcess.freePort());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static Draft draft(String lane, int i, int bytes) {
        byte[] payload = new byte[bytes];
        Arrays.fill(payload, (byte) i);
        return new Draft(lane, lane, "box", "box/r/s", "r" + i, "io.headwater.bytes.v1", "application/octet-stream", "", Instant.now(), payload);
    }

    private static void keep(Outbox outbox, String lane, int from, int to) throws InterruptedException {
        outbox.append(IntStream.range(from, to).mapToObj(i -> draft(lane, i, 100)).toList());
    }

    private static Session session(Outbox outbox, String lane) throws InterruptedException {
        return Session.open(kafka(), new ProgressTopic("headwater-progress", kafka()), "box/" + lane, "box/" + lane + "/" + outbox.exactlyOnce().name());
    }

    /** A sender, until all that waits is delivered. */
    private static void deliver(Outbox outbox, String lane) throws InterruptedException {
        Outboxes.sendExactlyOnce(outbox, lane);
        LaneSender sender = new LaneSender(outbox.exactlyOnce(), "box", lane, kafka(), "headwater-progress", batch -> { });
        Thread thread = Thread.ofPlatform().daemon().start(sender);
        try {
            await(() -> outbox.state().waiting() == 0, sender);
        } finally {
            sender.stop();
            thread.interrupt();
            thread.join();
        }
    }

    private static void await(BooleanSupplier holds, LaneSender sender) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within %s; %s", PATIENCE, sender.trouble()).isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static List<String> ids(String topic, String isolation) {
        List<String> ids = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", isolation),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).get(partitions.getFirst());
            while (consumer.position(partitions.getFirst()) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    ids.add(new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8));
                }
            }
        }
        return ids;
    }

    private static List<String> expected(int to) {
        return IntStream.range(0, to).mapToObj(i -> "r" + i).toList();
    }

    private Outbox open(String lane) {
        Outbox outbox = Outbox.ofFolder(state);
        Outboxes.sendExactlyOnce(outbox, lane);
        return outbox;
    }

    @Test
    void sendsEachOnceAndMakesItsTopicCompacted() throws Exception {
        try (Outbox outbox = open("plain")) {
            keep(outbox, "plain", 0, 1200);
            deliver(outbox, "plain");
            keep(outbox, "plain", 1200, 1500);
            deliver(outbox, "plain");
            assertThat(outbox.state().acknowledged()).isEqualTo(1500);
        }
        assertThat(ids("plain", "read_committed")).containsExactlyElementsOf(expected(1500));
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "headwater-progress");
        try (Admin admin = Admin.create(kafka())) {
            assertThat(admin.describeConfigs(List.of(topic)).all().get().get(topic).get("cleanup.policy").value()).isEqualTo("compact");
        }
    }

    @Test
    void diesBeforeItSends() throws Exception {
        try (Outbox outbox = open("before")) {
            keep(outbox, "before", 0, 10);
            outbox.exactlyOnce().next("before", 0, List.of(), 5);
        }
        try (Outbox outbox = open("before")) {
            deliver(outbox, "before");
        }
        assertThat(ids("before", "read_committed")).containsExactlyElementsOf(expected(10));
    }

    @Test
    void diesInTheMiddleOfItsTransaction() throws Exception {
        KafkaProducer<String, byte[]> dead = null;
        try (Outbox outbox = open("middle")) {
            keep(outbox, "middle", 0, 10);
            session(outbox, "middle").close(); // makes the progress topic
            Batch batch = outbox.exactlyOnce().next("middle", 0, List.of(), 5);
            Map<String, Object> settings = new HashMap<>(kafka());
            settings.put("transactional.id", "box/middle");
            dead = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
            dead.initTransactions();
            dead.beginTransaction();
            for (OutboxRecord record : batch.records()) {
                ProducerRecord<String, byte[]> sent = new ProducerRecord<>("middle", record.payload());
                sent.headers().add("ce_id", record.id().getBytes(StandardCharsets.UTF_8));
                dead.send(sent).get();
            }
            dead.send(new ProgressTopic("headwater-progress", kafka()).record("box/middle/" + outbox.exactlyOnce().name(), batch.number()));
            dead.flush(); // all is there, and nothing is committed
        }
        try (Outbox outbox = open("middle")) {
            deliver(outbox, "middle");
            assertThatThrownBy(dead::commitTransaction).as("a process that was thought dead does no harm").isInstanceOf(org.apache.kafka.common.KafkaException.class);
        } finally {
            dead.close(Duration.ZERO);
        }
        assertThat(ids("middle", "read_committed")).containsExactlyElementsOf(expected(10));
        assertThat(ids("middle", "read_uncommitted")).as("who reads what is not committed gets some twice").hasSize(15);
    }

    @Test
    void diesBetweenKafkasCommitAndItsOwn() throws Exception {
        try (Outbox outbox = open("between")) {
            keep(outbox, "between", 0, 10);
            try (Session session = session(outbox, "between")) {
                session.send(outbox.exactlyOnce().next("between", session.committed(), List.of(), 5));
            }
        }
        try (Outbox outbox = open("between")) {
            assertThat(outbox.state().acknowledged()).isZero();
            deliver(outbox, "between");
            assertThat(outbox.state().acknowledged()).isEqualTo(10);
        }
        assertThat(ids("between", "read_committed")).containsExactlyElementsOf(expected(10));
    }

    /** Read to the end as committed readers see it, its own record would be missed, and the batch sent again. */
    @Test
    void seesItsProgressBehindAnOpenTransactionOfAnother() throws Exception {
        ProgressTopic progress = new ProgressTopic("headwater-progress", kafka());
        try (Outbox outbox = open("behind"); KafkaProducer<String, byte[]> other = other(); Session session = session(outbox, "behind")) {
            keep(outbox, "behind", 0, 10);
            other.initTransactions();
            other.beginTransaction();
            other.send(progress.record("other/lane/x", 1)).get();
            session.send(outbox.exactlyOnce().next("behind", session.committed(), List.of(), 5));
            AtomicLong found = new AtomicLong(-1);
            Thread reading = Thread.ofPlatform().daemon().start(() -> {
                try {
                    found.set(progress.read("box/behind/" + outbox.exactlyOnce().name()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(reading.join(Duration.ofSeconds(2))).as("it waits for the other").isFalse();
            other.abortTransaction();
            assertThat(reading.join(PATIENCE)).isTrue();
            assertThat(found).hasValue(1);
        }
    }

    private static KafkaProducer<String, byte[]> other() {
        Map<String, Object> settings = new HashMap<>(kafka());
        settings.put("transactional.id", "other/lane");
        settings.put("transaction.timeout.ms", "600000");
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    @Test
    void anotherOutboxOfTheSameDeviceIsNotTakenForThisOne() throws Exception {
        try (Outbox outbox = open("anew")) {
            keep(outbox, "anew", 0, 10);
            deliver(outbox, "anew");
        }
        try (Outbox anew = Outbox.ofFolder(state.resolve("lost-and-made-anew"))) {
            Outboxes.sendExactlyOnce(anew, "anew");
            keep(anew, "anew", 10, 12);
            anew.exactlyOnce().next("anew", 0, List.of(), 5);
            deliver(anew, "anew");
        }
        assertThat(ids("anew", "read_committed")).containsExactlyElementsOf(expected(12));
    }

    @Test
    void aRecordThatKafkaNeverTakesGoesToTheDeadLettersAndHoldsUpNoOther() throws Exception {
        try (Admin admin = Admin.create(kafka())) {
            admin.createTopics(List.of(new NewTopic("small", 1, (short) 1).configs(Map.of("max.message.bytes", "20000")))).all().get();
        }
        try (Outbox outbox = open("small")) {
            keep(outbox, "small", 0, 5);
            outbox.append(draft("small", 77, 60_000));
            keep(outbox, "small", 5, 10);
            deliver(outbox, "small");
            assertThat(outbox.state().deadLetters()).isEqualTo(1);
            assertThat(outbox.state().acknowledged()).isEqualTo(10);
        }
        assertThat(ids("small", "read_committed")).containsExactlyElementsOf(expected(10));
    }

    @Test
    void goesOnBehindABrokerThatWasKilled() throws Exception {
        try (Outbox outbox = open("killed")) {
            LaneSender sender = new LaneSender(outbox.exactlyOnce(), "box", "killed", kafka(), "headwater-progress", batch -> { });
            Thread thread = Thread.ofPlatform().daemon().start(sender);
            for (int round = 0; round < 3; round++) {
                keep(outbox, "killed", round * 1000, round * 1000 + 1000);
                broker.kill();
                broker.restart();
            }
            await(() -> outbox.state().waiting() == 0, sender);
            sender.stop();
            thread.interrupt();
            thread.join();
        }
        assertThat(ids("killed", "read_committed")).containsExactlyElementsOf(expected(3000));
    }
}
