package io.headwater.runtime;

import io.headwater.uplink.OutboxRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Takes records out of an outbox and sends them through one Kafka producer, as many at once as may be unanswered: each answer of the
 *  broker makes room for one more. The producer tries again by itself for as long as it takes; one that can send nothing any more is
 *  replaced.
 *  <p>Threading: records come on the outbox's thread, which waits while the producer's buffer is full, or for two seconds at most for a
 *  topic that is not there; answers come on the producer's.
 *  <p>Errors: {@link KafkaException} of the constructor, when the settings are not those of a client. */
public final class KafkaSender implements Flow.Subscriber<OutboxRecord>, AutoCloseable {
    /** Records without an answer at a time: what a crash may send twice. */
    static final int IN_FLIGHT = 8192;
    /** Demand is told in steps of so many: each wakes the outbox. */
    private static final int STEP = 256;
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration END = Duration.ofSeconds(1);

    private final Map<String, Object> settings;
    private final Consumer<OutboxRecord> taken;
    private final BiConsumer<OutboxRecord, Exception> refused;
    private final KafkaRecords records = new KafkaRecords();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile KafkaProducer<String, byte[]> producer;
    private volatile Flow.@Nullable Subscription subscription;
    private long madeAt = System.nanoTime();

    /** @param kafka settings of a producer, by Kafka's own names
     *  @param taken is told of each record that the broker has
     *  @param refused is told of each that it did not take, and why */
    KafkaSender(Map<String, Object> kafka, Consumer<OutboxRecord> taken, BiConsumer<OutboxRecord, Exception> refused) {
        this.settings = new HashMap<>(kafka);
        this.taken = taken;
        this.refused = refused;
        this.producer = make();
    }

    private KafkaProducer<String, byte[]> make() {
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(IN_FLIGHT);
    }

    @Override
    public void onNext(OutboxRecord record) {
        try {
            producer.send(records.of(record), (written, failure) -> answer(record, failure));
        } catch (ApiException e) {
            answer(record, e);
        } catch (KafkaException | IllegalStateException e) { // not of this record
            answer(record, e);
            replace();
        }
    }

    private void answer(OutboxRecord record, @Nullable Exception failure) {
        if (failure == null) {
            taken.accept(record);
        } else {
            refused.accept(record, failure);
        }
        Flow.Subscription open = subscription;
        if (open != null && answered.incrementAndGet() % STEP == 0) {
            open.request(STEP);
        }
    }

    /** After a failure that it does not come back from, such as a right that it was not given. */
    private void replace() {
        if (System.nanoTime() - madeAt > PAUSE.toNanos()) {
            madeAt = System.nanoTime();
            producer.close(Duration.ZERO);
            producer = make();
        }
    }

    @Override
    public void onError(Throwable failure) {
        throw new IllegalStateException("the outbox has another subscriber", failure);
    }

    @Override
    public void onComplete() {
        // closed with the box
    }

    @Override
    public void close() {
        producer.close(END);
    }
}
