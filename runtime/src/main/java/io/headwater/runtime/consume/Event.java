package io.headwater.runtime.consume;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** One record as a box sent it: a CloudEvent in Kafka's binary mode.
 *  <p>Ownership: nobody changes {@code data}.
 *
 *  @param place where it lies: {@code topic-partition@offset}
 *  @param device the Kafka key; empty where there is none
 *  @param source {@code headwater/device/route/step}
 *  @param subject what it is about within its source; may be empty
 *  @param data the value */
record Event(Place place, String device, String id, String source, String type, Instant time, String subject, String contentType, byte[] data) {

    /** Where a record lies. */
    record Place(String topic, int partition, long offset) {
        @Override
        public String toString() {
            return topic + "-" + partition + "@" + offset;
        }
    }

    /** Errors: {@link IllegalArgumentException} that names what is missing or wrong. */
    static Event of(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        String version = needed(headers, "ce_specversion");
        if (!version.startsWith("1.")) {
            throw new IllegalArgumentException("header ce_specversion is " + version + ", must be 1.0");
        }
        if (record.value() == null) {
            throw new IllegalArgumentException("it has no value");
        }
        String contentType = header(headers, "content-type");
        String subject = header(headers, "ce_subject");
        return new Event(new Place(record.topic(), record.partition(), record.offset()), record.key() == null ? "" : text(record.key()),
                needed(headers, "ce_id"), needed(headers, "ce_source"), needed(headers, "ce_type"), time(needed(headers, "ce_time")),
                subject == null ? "" : subject, contentType == null ? "application/octet-stream" : contentType, record.value());
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("header ce_time is " + text + ", must be like 2026-01-31T12:00:00Z", e);
        }
    }

    private static String needed(Headers headers, String name) {
        String value = header(headers, name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("header " + name + " is missing");
        }
        return value;
    }

    private static @Nullable String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : text(header.value());
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** What has windows, or an order, of its own. */
    String series() {
        return place.topic + "\n" + source + "\n" + subject;
    }

    /** By which content is told from other content. */
    int digest() {
        Kind kind = Kind.of(type);
        return 31 * (kind == null ? Arrays.hashCode(data) : kind.digest(data)) + type.hashCode();
    }
}
