package io.headwater.uplink;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record that is to be kept, before it has its place in the outbox.
 *  <p>Ownership: takes the payload over; nobody changes it afterwards.
 *
 *  @param lane the outbox's channel that it goes by
 *  @param topic the Kafka topic that it is for
 *  @param key the Kafka key: the device
 *  @param place who made it: {@code device/route/step}
 *  @param id what is the same for the same content however often it is told; null for content without an identity, which
 *      gets {@code place/outbox-sequence} when it is kept
 *  @param type what the payload is, as CloudEvents name it: {@code io.headwater.summary.v1}
 *  @param contentType media type of the payload
 *  @param subject what it is about within its place, such as the camera
 *  @param eventTime when it happened, kept to the microsecond */
public record Draft(String lane, String topic, String key, String place, @Nullable String id, String type, String contentType,
        String subject, Instant eventTime, byte[] payload) {
    public Draft {
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(subject, "subject");
        micros(eventTime); // refuses what cannot be kept
        Objects.requireNonNull(payload, "payload");
    }

    /** Microseconds since 1970 UTC. */
    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** About what the record takes in memory and on disk, in bytes. */
    int weight() {
        return payload.length + 2 * (lane.length() + topic.length() + (id == null ? place.length() + 32 : id.length()))
                + key.length() + place.length() + type.length() + contentType.length() + subject.length() + 96;
    }
}
