package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the demo's topic back from Kafka, so that the console shows what has really arrived. Runs only where it is asked for. */
@Singleton
public class KafkaReader {
    private static final Logger LOG = Logger.getLogger(KafkaReader.class);
    private static final String TOPIC = "summaries";
    private static final int KEPT = 50;

    private final BrokerWatch broker;
    private final ArrayDeque<Arrived> last = new ArrayDeque<>();
    private long count;
    private @Nullable Thread thread;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile boolean stopping;

    /** One record as Kafka has it. */
    record Arrived(int partition, long offset, @Nullable String key, String id, Instant time, int bytes) {}

    KafkaReader(BrokerWatch broker) {
        this.broker = broker;
    }

    void start(@Observes StartupEvent event) {
        if (Settings.current().readBack) {
            thread = Thread.ofPlatform().daemon().name("headwater/kafka-reader").start(this::loop);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        KafkaConsumer<String, byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
    }

    private void loop() {
        broker.firstAnswer().join();
        Properties settings = new Properties();
        settings.put("bootstrap.servers", String.valueOf(broker.bootstrap()));
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        settings.put("client.id", "headwater-console");
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            this.consumer = consumer;
            List<TopicPartition> partitions = List.of();
            while (!stopping) {
                if (partitions.isEmpty()) {
                    partitions = consumer.partitionsFor(TOPIC, Duration.ofSeconds(2)).stream().map(KafkaReader::partition).toList();
                    consumer.assign(partitions);
                    consumer.seekToBeginning(partitions);
                }
                if (partitions.isEmpty()) {
                    Thread.sleep(500); // the topic comes with its first record
                } else {
                    consumer.poll(Duration.ofMillis(500)).forEach(this::arrived);
                }
            }
        } catch (WakeupException | InterruptedException e) {
            // the end
        } catch (RuntimeException e) {
            LOG.warnf("the console cannot read from Kafka: %s", e.getMessage());
        }
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }

    private void arrived(ConsumerRecord<String, byte[]> record) {
        Header id = record.headers().lastHeader("ce_id");
        synchronized (last) {
            count++;
            last.addFirst(new Arrived(record.partition(), record.offset(), record.key(), id == null ? "" : new String(id.value(), StandardCharsets.UTF_8),
                    Instant.ofEpochMilli(record.timestamp()), record.serializedValueSize()));
            while (last.size() > KEPT) {
                last.removeLast();
            }
        }
    }

    ObjectNode toJson() {
        ObjectNode o = JsonNodeFactory.instance.objectNode();
        o.put("reading", thread != null).put("topic", TOPIC);
        List<Arrived> all;
        synchronized (last) {
            o.put("records", count);
            all = new ArrayList<>(last);
        }
        ArrayNode records = o.putArray("last");
        all.forEach(a -> records.addObject().put("partition", a.partition()).put("offset", a.offset()).put("key", a.key())
                .put("id", a.id()).put("time", a.time().toString()).put("bytes", a.bytes()));
        return o;
    }
}
