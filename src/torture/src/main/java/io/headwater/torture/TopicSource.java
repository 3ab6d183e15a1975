package io.headwater.torture;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes inputs to a Kafka topic, from which the box takes them; acknowledged to it means that Kafka has them. */
final class TopicSource implements Source {
    private static final Duration PAUSE = Duration.ofMillis(8);

    private final String topic;
    private final KafkaProducer<String, byte[]> producer;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofPlatform().daemon().name("topic").unstarted(this::send);
    private volatile boolean ending;

    TopicSource(String bootstrap, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrap, "acks", "all", "delivery.timeout.ms", "600000", "max.block.ms", "600000",
                "reconnect.backoff.max.ms", "200"), new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public String name() {
        return "topic";
    }

    @Override
    public void start() {
        thread.start();
    }

    private void send() {
        try {
            for (int i = 0; !ending; i++) {
                String id = "topic-" + i;
                producer.send(new ProducerRecord<>(topic, id, Payload.of(id)), (written, error) -> {
                    if (error == null) {
                        acknowledged.add(id);
                    }
                });
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Set<String> acknowledged() {
        return acknowledged;
    }

    @Override
    public void close() throws InterruptedException {
        ending = true;
        thread.join();
        producer.close();
    }
}
