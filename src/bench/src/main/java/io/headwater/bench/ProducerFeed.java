package io.headwater.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A bare kafka-clients producer, fed from memory: what is not acknowledged when the process ends is gone. */
final class ProducerFeed implements Feed {
    private final KafkaProducer<String, byte[]> producer;
    private final String topic;
    private final byte[] payload;
    private final boolean events;

    /** Of every record, as one would write it who looks at speed. */
    private static final List<Header> SHARED = List.of(header("ce_specversion", "1.0"), header("ce_source", "headwater/bench/feed/keep"), header("ce_type", "io.headwater.bytes.v1"),
            header("content-type", "application/octet-stream"));

    private ProducerFeed(Map<String, Object> settings, String topic, byte[] payload, boolean events) {
        this.events = events;
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        this.topic = topic;
        this.payload = payload;
    }

    /** @param args topic, records to warm up with, records, bytes of each, the project's folder, bootstrap servers, {@code events} for records with headers */
    public static void main(String[] args) throws Exception {
        Map<String, Object> settings = new HashMap<>(ProducerSettings.of(Path.of(args[4])));
        settings.put("bootstrap.servers", args[5]);
        settings.put("max.block.ms", "60000"); // it waits for room in the buffer, as a hand-written program does
        FeedRun.run(new ProducerFeed(settings, args[0], FeedRun.payload(Integer.parseInt(args[3])), args[6].equals("events")), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }

    @Override
    public void give(int records) {
        for (int i = 0; i < records; i++) {
            producer.send(events ? event(i) : new ProducerRecord<>(topic, "bench", payload));
        }
        producer.flush();
    }

    private ProducerRecord<String, byte[]> event(int number) {
        List<Header> headers = new ArrayList<>(SHARED);
        headers.add(header("ce_id", "bench/feed/keep/0123456789ab-" + number));
        headers.add(header("ce_time", Instant.now().toString()));
        return new ProducerRecord<>(topic, null, "bench", payload, headers);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String facts() {
        return "nothing on disk";
    }
}
