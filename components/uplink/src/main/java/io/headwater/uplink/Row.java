package io.headwater.uplink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** A record as it lies in the file.
 *  <p>Units: {@code event} and {@code created} in microseconds since 1970 UTC. */
record Row(long sequence, String lane, String topic, String key, String place, String id, String type, String contentType,
        String subject, long event, long created, byte[] payload) {

    /** The same record at another place. */
    Row again(long newSequence, long newCreated) {
        return new Row(newSequence, lane, topic, key, place, id, type, contentType, subject, event, newCreated, payload);
    }

    /** About what it takes in memory, in bytes: the texts but for its id it shares with its neighbours. */
    int weight() {
        return payload.length + id.length() + 300;
    }

    /** Over every column, each with its length, so that no byte can move from one column to the next unseen.
     *  <p>Source: CRC-32C (Castagnoli), RFC 3720; found are all errors of up to 32 bits in a row. */
    int crc() {
        CRC32C sum = new CRC32C();
        ByteBuffer numbers = ByteBuffer.allocate(24).putLong(sequence).putLong(event).putLong(created).flip();
        sum.update(numbers);
        text(sum, lane);
        text(sum, topic);
        text(sum, key);
        text(sum, place);
        text(sum, id);
        text(sum, type);
        text(sum, contentType);
        text(sum, subject);
        sum.update(payload, 0, payload.length);
        return (int) sum.getValue();
    }

    private static void text(CRC32C sum, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        sum.update(bytes.length);
        sum.update(bytes.length >>> 8);
        sum.update(bytes, 0, bytes.length);
    }
}
