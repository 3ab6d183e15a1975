package io.headwater.torture;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a consumer of its own finds in a topic, from its beginning on.
 *  <p>Threading: one thread. */
class Delivered implements AutoCloseable {
    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Integer> times = new HashMap<>();
    private final Set<String> came = new HashSet<>();
    private int changed;

    Delivered(String bootstrap, String topic) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed", "enable.auto.commit", "false"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Reads on to the topic's end of now; how many records came. */
    int readOn() {
        if (consumer.assignment().isEmpty()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream().map(p -> new TopicPartition(topic, p.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }
        int came = 0;
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                Header header = record.headers().lastHeader("ce_id");
                String id = header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
                times.merge(id, 1, Integer::sum);
                take(id, record);
                came++;
            }
        }
        return came;
    }

    /** A record came.
     *
     *  @param id its {@code ce_id} */
    void take(String id, ConsumerRecord<byte[], byte[]> record) {
        String given = id.substring(id.lastIndexOf('/') + 1);
        came.add(given);
        changed += isWhole(given, record) ? 0 : 1;
    }

    /** Whether a record holds what its source gave under that id. */
    boolean isWhole(String given, ConsumerRecord<byte[], byte[]> record) {
        return Arrays.equals(record.value(), Payload.of(given));
    }

    /** What has not come of these, by the last part of {@code ce_id}, which their source gave. */
    Set<String> missing(Set<String> ids) {
        Set<String> missing = new HashSet<>(ids);
        missing.removeAll(came);
        return missing;
    }

    String topic() {
        return topic;
    }

    /** Records that came, those beyond the first of their id with them. */
    int records() {
        return times.values().stream().mapToInt(n -> n).sum();
    }

    /** Ids that came. */
    int different() {
        return times.size();
    }

    /** Records beyond the first of their id. */
    int duplicates() {
        return times.values().stream().mapToInt(n -> n - 1).sum();
    }

    /** Records that do not hold what was put in, or have no id. */
    int changed() {
        return changed;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
