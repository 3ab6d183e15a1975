package io.headwater.torture;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a consumer of its own finds in a topic.
 *
 *  @param times how often each id came; the id being the last part of {@code ce_id}, as the source gave it
 *  @param changed records that do not hold what was put in, or have no id */
record Delivered(Map<String, Integer> times, int changed) {

    static Delivered read(String bootstrap, String topic) {
        Map<String, Integer> times = new HashMap<>();
        int changed = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed",
                "enable.auto.commit", "false"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream().map(p -> new TopicPartition(topic, p.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    Header header = record.headers().lastHeader("ce_id");
                    String id = header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
                    String given = id.substring(id.lastIndexOf('/') + 1);
                    times.merge(given, 1, Integer::sum);
                    changed += Arrays.equals(record.value(), Payload.of(given)) ? 0 : 1;
                }
            }
        }
        return new Delivered(times, changed);
    }

    /** Records beyond the first of their id. */
    int duplicates() {
        return times.values().stream().mapToInt(n -> n - 1).sum();
    }
}
