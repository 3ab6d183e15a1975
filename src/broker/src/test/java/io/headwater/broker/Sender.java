package io.headwater.broker;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Sends records as the uplink does: acks=all, the id as a CloudEvents header. Each record is acknowledged when {@link #send} returns. */
final class Sender implements AutoCloseable {

    private final KafkaProducer<String, String> producer;

    Sender(String bootstrap, String transactionalId) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", bootstrap, "acks", "all"));
        if (!transactionalId.isEmpty()) {
            settings.put("transactional.id", transactionalId);
        }
        producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    static Sender plain(String bootstrap) {
        return new Sender(bootstrap, "");
    }

    KafkaProducer<String, String> producer() {
        return producer;
    }

    void send(String topic, @Nullable String key, @Nullable String id, String value) {
        ProducerRecord<String, String> sent = new ProducerRecord<>(topic, key, value);
        if (id != null) {
            sent.headers().add("ce_id", id.getBytes(StandardCharsets.UTF_8));
        }
        try {
            producer.send(sent).get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError("not acknowledged: " + failed, failed);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
