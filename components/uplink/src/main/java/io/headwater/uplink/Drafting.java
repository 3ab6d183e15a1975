package io.headwater.uplink;

import io.headwater.exchange.Step;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.Origin;
import io.headwater.flow.Readings;
import io.headwater.flow.Summary;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NoTypeConversionAvailableException;
import org.jspecify.annotations.Nullable;

/** Makes a record of what an exchange carries. Values of the flow have an identity of their own; readings and other bodies have
 *  that which the header {@code CamelCloudEventID} gives; other bodies without one are each a record of their own.
 *  <p>Errors: {@link NoTypeConversionAvailableException} for a body that has no form in bytes. */
record Drafting(String lane, String topic, Step step) {
    private static final String JSON = "application/json";

    Draft draft(Exchange exchange) throws NoTypeConversionAvailableException {
        Object body = exchange.getMessage().getBody();
        return switch (body) {
            case Summary s -> draft(exchange, s, device() + "/" + s.id(), "io.headwater.summary.v1", JSON, s.key(), s.start(), s.route() + "/" + s.step());
            case Inference i -> ofInput(exchange, i, i.origin(), "io.headwater.inference.v1", JSON);
            case Readings r -> readings(exchange, r);
            case Frame f -> ofInput(exchange, f, f.origin(), "io.headwater.frame.v1", "image/jpeg");
            case null -> throw new IllegalArgumentException("uplink got an empty body, and an empty record says nothing");
            default -> other(exchange, body);
        };
    }

    private String device() {
        return step.host().device();
    }

    private String here() {
        return step.route() + "/" + step.id();
    }

    /** A message that comes twice is one record, where its sensor knows which one it is. */
    private Draft readings(Exchange exchange, Readings r) throws NoTypeConversionAvailableException {
        String given = header(exchange.getMessage(), "CamelCloudEventID");
        return given == null ? ofInput(exchange, r, r.origin(), "io.headwater.readings.v1", JSON)
                : draft(exchange, r, device() + "/" + here() + "/" + given, "io.headwater.readings.v1", JSON, r.origin().source(), r.origin().eventTime(), here());
    }

    private Draft ofInput(Exchange exchange, Object body, Origin origin, String type, String contentType) throws NoTypeConversionAvailableException {
        String id = device() + "/" + origin.source() + "/" + origin.epoch() + "/" + origin.sequence() + "/" + here();
        return draft(exchange, body, id, type, contentType, origin.source(), origin.eventTime(), here());
    }

    private Draft other(Exchange exchange, Object body) throws NoTypeConversionAvailableException {
        Message message = exchange.getMessage();
        String given = header(message, "CamelCloudEventID");
        String id = given == null ? null : device() + "/" + here() + "/" + given;
        String type = header(message, "CamelCloudEventType");
        String contentType = header(message, Exchange.CONTENT_TYPE);
        String subject = header(message, "CamelCloudEventSubject");
        boolean text = body instanceof String;
        return draft(exchange, body, id, type == null ? text ? "io.headwater.text.v1" : "io.headwater.bytes.v1" : type,
                contentType == null ? text ? "text/plain; charset=utf-8" : "application/octet-stream" : contentType,
                subject == null ? "" : subject, time(message), here());
    }

    private Draft draft(Exchange exchange, Object body, @Nullable String id, String type, String contentType, String subject, Instant event,
            String place) throws NoTypeConversionAvailableException {
        byte[] payload = body instanceof String s ? s.getBytes(java.nio.charset.StandardCharsets.UTF_8)
                : exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, body);
        if (payload == null) {
            throw new NoTypeConversionAvailableException(body, byte[].class);
        }
        return new Draft(lane, topic, device(), device() + "/" + place, id, type, contentType, subject, event, payload);
    }

    private static @Nullable String header(Message message, String name) {
        String value = message.getHeader(name, String.class);
        return value == null || value.isBlank() ? null : value;
    }

    /** When it happened: as the route says, else the message's own time, else now. */
    private Instant time(Message message) {
        String given = header(message, "CamelCloudEventTime");
        if (given != null) {
            try {
                return OffsetDateTime.parse(given).toInstant();
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("header CamelCloudEventTime is " + given + ", must be like 2026-01-31T12:00:00Z", e);
            }
        }
        long stamp = message.getMessageTimestamp();
        return stamp > 0 ? Instant.ofEpochMilli(stamp) : step.host().clock().instant();
    }
}
