package io.headwater.runtime.once;

import io.headwater.runtime.KafkaRecords;
import io.headwater.runtime.Refusal;
import io.headwater.uplink.ExactlyOnce.Batch;
import io.headwater.uplink.ExactlyOnce.Refused;
import io.headwater.uplink.OutboxRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** One life of a lane's transactional producer. Once it is open, no earlier one of the same device and lane can do anything any more, and
 *  {@link #committed()} is what Kafka has of all of them. After the first error it is good for nothing: what became of the transaction, the next one finds out.
 *  <p>Threading: one thread.
 *  <p>Errors: {@link KafkaException}. */
final class Session implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;
    private final ProgressTopic progress;
    private final String key;
    private final long committed;
    private final KafkaRecords records = new KafkaRecords();

    private Session(KafkaProducer<String, byte[]> producer, ProgressTopic progress, String key, long committed) {
        this.producer = producer;
        this.progress = progress;
        this.key = key;
        this.committed = committed;
    }

    /** A transaction of this batch did not come to its end.
     *  <p>Ownership: {@code refused} are those that Kafka will never take; empty when it lies in none of them. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1;
        private final transient List<Refused> refused;

        FailedException(List<Refused> refused, RuntimeException cause) {
            super(cause);
            this.refused = refused;
        }

        List<Refused> refused() {
            return refused;
        }
    }

    /** @param id the transactional id: {@code device/lane}
     *  @param key of the progress: {@code device/lane/outbox} */
    static Session open(Map<String, Object> kafka, ProgressTopic progress, String id, String key) throws InterruptedException {
        progress.prepare();
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.putAll(Map.of("transactional.id", id, "acks", "all", "buffer.memory", "8388608", "transaction.timeout.ms", "60000",
                "delivery.timeout.ms", "30000", "request.timeout.ms", "10000", "max.block.ms", "15000", "linger.ms", "5", "client.id", "headwater-" + id.replace('/', '-')));
        KafkaProducer<String, byte[]> producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions(); // ends what an earlier one has begun: committed or aborted, and its markers written
            return new Session(producer, progress, key, progress.read(key));
        } catch (KafkaException | InterruptedException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** Number of the last batch that Kafka had when this one was opened. */
    long committed() {
        return committed;
    }

    /** Returns when Kafka has all of the batch, and its number. */
    void send(Batch batch) throws FailedException {
        Queue<Refused> refused = new ConcurrentLinkedQueue<>();
        try {
            producer.beginTransaction();
            for (OutboxRecord record : batch.records()) {
                producer.send(records.of(record), (written, failure) -> {
                    if (failure != null && liesIn(record, failure)) {
                        refused.add(new Refused(record, failure));
                    }
                });
            }
            producer.send(progress.record(key, batch.number()));
            producer.commitTransaction();
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) { // the client has some beside its own
            throw new FailedException(List.copyOf(refused), e);
        }
    }

    /** Whether Kafka will never take that record. What it says of the client, the transaction or another topic, the record is not to blame for. */
    static boolean liesIn(OutboxRecord record, Exception failure) {
        return switch (failure) {
            case TopicAuthorizationException t -> t.unauthorizedTopics().contains(record.topic());
            case InvalidTopicException t -> t.invalidTopics().contains(record.topic());
            case AuthorizationException a -> false;
            case UnsupportedVersionException u -> false;
            case UnsupportedForMessageFormatException u -> false;
            default -> Refusal.isForGood(failure);
        };
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO); // nothing is under way, or what is will be ended by the next
    }
}
