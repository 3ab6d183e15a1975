package io.headwater.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic of one partition, and how many records it holds by now.
 *  <p>Threading: one thread. */
final class TopicEnd implements AutoCloseable {
    private static final long POLL_MILLIS = 25;

    private final TopicPartition partition;
    private final KafkaConsumer<byte[], byte[]> consumer;

    private TopicEnd(String bootstrap, String topic) {
        partition = new TopicPartition(topic, 0);
        consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Makes the topic. */
    static TopicEnd of(String bootstrap, String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        return new TopicEnd(bootstrap, topic);
    }

    long now() {
        return consumer.endOffsets(List.of(partition)).get(partition);
    }

    /** Waits until it holds so many; {@link System#nanoTime()} then.
     *  <p>Errors: {@link IllegalStateException} when nothing more comes for a minute. */
    long await(long records) throws InterruptedException {
        long had = -1;
        long since = System.nanoTime();
        while (true) {
            long has = now();
            long nanos = System.nanoTime();
            if (has >= records) {
                return nanos;
            }
            if (has != had) {
                had = has;
                since = nanos;
            } else if (nanos - since > Duration.ofMinutes(1).toNanos()) {
                throw new IllegalStateException(partition.topic() + " has " + has + " of " + records + " records, and nothing more has come for a minute");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
