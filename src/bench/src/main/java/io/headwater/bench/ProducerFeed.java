package io.headwater.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A bare kafka-clients producer, fed from memory: what is not acknowledged when the process ends is gone. */
final class ProducerFeed implements Feed {
    private final KafkaProducer<String, byte[]> producer;
    private final String topic;
    private final byte[] payload;

    private ProducerFeed(Map<String, Object> settings, String topic, byte[] payload) {
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        this.topic = topic;
        this.payload = payload;
    }

    /** @param args topic, records to warm up with, records, bytes of each, the project's folder, bootstrap servers */
    public static void main(String[] args) throws Exception {
        Map<String, Object> settings = new HashMap<>(ProducerSettings.of(Path.of(args[4])));
        settings.put("bootstrap.servers", args[5]);
        settings.put("max.block.ms", "60000"); // it waits for room in the buffer, as a hand-written program does
        FeedRun.run(new ProducerFeed(settings, args[0], FeedRun.payload(Integer.parseInt(args[3]))), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }

    @Override
    public void give(int records) {
        for (int i = 0; i < records; i++) {
            producer.send(new ProducerRecord<>(topic, "bench", payload));
        }
        producer.flush();
    }

    @Override
    public String facts() {
        return "nothing on disk";
    }
}
