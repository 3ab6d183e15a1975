package io.headwater.runtime;

import io.headwater.uplink.OutboxRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Makes of records what goes over the wire: CloudEvents 1.0, Kafka protocol binding, binary mode. Neighbours share the headers in which
 *  they do not differ.
 *  <p>Threading: one thread. */
public final class KafkaRecords {
    private final Map<String, Shared> last = new HashMap<>();

    private record Shared(String value, Header header) {}

    /** The record as it is sent.
     *  <p>Ownership: the payload stays the outbox's. */
    public ProducerRecord<String, byte[]> of(OutboxRecord record) {
        List<Header> headers = record.headers().entrySet().stream().map(e -> header(e.getKey(), e.getValue())).toList();
        return new ProducerRecord<>(record.topic(), null, record.eventTime().toEpochMilli(), record.key(), record.payload(), headers);
    }

    private Header header(String name, String value) {
        Shared before = last.get(name);
        if (before != null && before.value.equals(value)) {
            return before.header;
        }
        Header header = new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
        last.put(name, new Shared(value, header));
        return header;
    }
}
