package io.headwater.runtime.once;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/** The compacted topic on which the number of each lane's last batch lies, under {@code device/lane/outbox}.
 *  <p>Threading: safe.
 *  <p>Errors: {@link KafkaException}. */
final class ProgressTopic {
    private static final Logger LOG = Logger.getLogger(ProgressTopic.class);
    private static final long ADMIN_SECONDS = 15;
    /** Longer than the transactions of others may stay open: behind an open one nothing is seen. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String name;
    private final Map<String, Object> kafka;

    /** @param kafka settings of clients: where the broker is, and who we are */
    ProgressTopic(String name, Map<String, Object> kafka) {
        this.name = name;
        this.kafka = kafka;
    }

    ProducerRecord<String, byte[]> record(String key, long number) {
        return new ProducerRecord<>(name, key, Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    /** Makes the topic where it is not there, and says when it would forget. */
    void prepare() throws InterruptedException {
        try (Admin admin = Admin.create(kafka)) {
            try {
                answer(admin.createTopics(List.of(new NewTopic(name, Optional.empty(), Optional.empty()).configs(Map.of("cleanup.policy", "compact",
                        "segment.bytes", Integer.toString(16 << 20), "min.cleanable.dirty.ratio", "0.1")))).all());
                LOG.infof("made the topic %s: on it lies what was sent exactly once", name);
                for (int look = 0; look < 50 && !isThere(admin); look++) {
                    Thread.sleep(100); // until every broker knows of it
                }
            } catch (TopicExistsException e) {
                looksAt(admin);
            } catch (org.apache.kafka.common.errors.AuthorizationException e) {
                if (!isThere(admin)) {
                    throw new KafkaException("the topic " + name + " is not there, and this client may not make it: make it, with cleanup.policy=compact", e);
                }
            }
        }
    }

    private boolean isThere(Admin admin) throws InterruptedException {
        try {
            return !answer(admin.describeTopics(List.of(name)).allTopicNames()).isEmpty();
        } catch (org.apache.kafka.common.errors.UnknownTopicOrPartitionException e) {
            return false;
        }
    }

    private void looksAt(Admin admin) throws InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        try {
            Config config = answer(admin.describeConfigs(List.of(topic)).all()).get(topic);
            String policy = config.get("cleanup.policy").value();
            if (!policy.equals("compact")) {
                LOG.warnf("the topic %s has cleanup.policy=%s: after an outage as long as it keeps records, batches may come twice; set it to compact", name, policy);
            }
        } catch (org.apache.kafka.common.errors.AuthorizationException e) {
            LOG.debugf("how the topic %s is kept is not for this client to see", name);
        }
    }

    /** The number that Kafka has under a key; 0 where it has none. Sees every transaction that was over when it is called.
     *  <p>Source: a committed record may lie behind transactions of others that are open still, so it reads on to the end as uncommitted readers
     *  see it, and waits for those. */
    long read(String key) throws InterruptedException {
        Map<TopicPartition, Long> ends = ends();
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.putAll(Map.of("isolation.level", "read_committed", "enable.auto.commit", "false", "allow.auto.create.topics", "false", "client.id", "headwater-progress"));
        long found = 0;
        long until = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                if (System.nanoTime() > until) {
                    throw new TimeoutException("the topic " + name + " was not read to its end within " + PATIENCE.toSeconds() + " s");
                }
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (key.equals(record.key()) && record.value() != null) {
                        found = Long.parseLong(new String(record.value(), StandardCharsets.US_ASCII));
                    }
                }
            }
        }
        return found;
    }

    private Map<TopicPartition, Long> ends() throws InterruptedException {
        try (Admin admin = Admin.create(kafka)) {
            Map<TopicPartition, OffsetSpec> all = answer(admin.describeTopics(List.of(name)).allTopicNames()).get(name).partitions().stream()
                    .collect(Collectors.toMap(p -> new TopicPartition(name, p.partition()), p -> OffsetSpec.latest()));
            return answer(admin.listOffsets(all, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED)).all()).entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
        }
    }

    private static <T> T answer(org.apache.kafka.common.KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(ADMIN_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("Kafka does not answer", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException k ? k : new KafkaException(e.getCause());
        }
    }
}
