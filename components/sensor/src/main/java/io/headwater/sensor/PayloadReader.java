package io.headwater.sensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.flow.Origin;
import io.headwater.flow.Readings;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the readings out of messages: a number; an object, whose fields are series; or a list of these. Fields of fields are named with a
 *  point between: {@code air.temperature}. Truth is 1 or 0; texts are numbers only where {@code series} names them; nulls, other texts and
 *  lists in fields are passed over.
 *  <p>Threading: any number of threads. */
final class PayloadReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_REASON = 160;

    private final Format format;
    private final long epoch;

    PayloadReader(Format format, long epoch) {
        this.format = format;
        this.epoch = epoch;
    }

    /** What a message says.
     *
     *  @param id which message it is; null where it was not asked for */
    record Content(Readings readings, @Nullable String id) {}

    /** <p>Errors: {@link UnreadableException}. */
    Content read(Message message) throws UnreadableException {
        Columns columns = new Columns(format, message.arrival());
        try (JsonParser json = JSON.createParser(message.payload())) {
            Reading reading = new Reading(json, columns, message.channel());
            reading.any(json.nextToken());
            if (json.nextToken() != null) {
                throw new UnreadableException("goes on after its end");
            }
            return content(message, columns, reading.id);
        } catch (JsonProcessingException e) {
            throw new UnreadableException("is no JSON: " + shortened(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UnreadableException("cannot be read: " + shortened(String.valueOf(e.getMessage())));
        }
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
    }

    private Content content(Message message, Columns columns, @Nullable String idFound) throws UnreadableException {
        if (columns.size() == 0) {
            throw new UnreadableException(format.series().isEmpty() ? "holds no number" : "holds no number in " + String.join(", ", format.series()));
        }
        Identity identity = format.identity();
        String id = identity.property() != null ? message.id() : idFound;
        if (id == null && identity.property() != null) {
            throw new UnreadableException("has no user property " + identity.property());
        }
        if (id == null && identity.field() != null) {
            throw new UnreadableException("has no id in " + identity.field());
        }
        Instant eventTime = format.timeField() == null ? message.arrival() : columns.latest();
        Origin origin = new Origin(format.source(message.channel()), epoch, message.sequence(), eventTime, message.arrival());
        return new Content(columns.readings(origin), id);
    }

    /** One message being read. */
    private final class Reading {
        private final JsonParser json;
        private final Columns columns;
        private final String channel;
        private @Nullable String id;

        Reading(JsonParser json, Columns columns, String channel) {
            this.json = json;
            this.columns = columns;
            this.channel = channel;
        }

        void any(@Nullable JsonToken token) throws IOException, UnreadableException {
            switch (token) {
                case START_ARRAY -> {
                    for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                        if (next == JsonToken.START_ARRAY) {
                            throw new UnreadableException("holds a list in its list");
                        }
                        any(next);
                    }
                }
                case START_OBJECT -> {
                    columns.begin();
                    object("");
                    columns.end();
                }
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> bare();
                case null -> throw new UnreadableException("is empty");
                default -> throw new UnreadableException("is " + shortened(json.getText()) + ", must be a number or a JSON object");
            }
        }

        private void bare() throws IOException, UnreadableException {
            if (format.timeField() != null) {
                throw new UnreadableException("is a number alone, and has no time in " + format.timeField());
            }
            String given = format.series().isEmpty() ? channel.substring(channel.lastIndexOf('/') + 1) : format.series().iterator().next();
            columns.begin();
            columns.add(given, json.getDoubleValue());
            columns.end();
        }

        private void object(String prefix) throws IOException, UnreadableException {
            for (JsonToken token = json.nextToken(); token != JsonToken.END_OBJECT; token = json.nextToken()) {
                String path = prefix.isEmpty() ? json.currentName() : prefix + json.currentName();
                token = json.nextToken();
                if (token == JsonToken.START_OBJECT) {
                    object(path + ".");
                } else if (token == JsonToken.START_ARRAY) {
                    json.skipChildren();
                } else if (path.equals(format.timeField())) {
                    columns.time(token.isNumeric() ? EventTime.of(json.getDecimalValue()) : EventTime.of(json.getText()));
                } else if (path.equals(format.identity().field())) {
                    id = token == JsonToken.VALUE_NULL || json.getText().isBlank() ? null : json.getText();
                } else {
                    value(path, token);
                }
            }
        }

        private void value(String path, JsonToken token) throws IOException, UnreadableException {
            boolean named = format.series().contains(path);
            if (!named && !format.series().isEmpty()) {
                return;
            }
            switch (token) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> columns.add(path, json.getDoubleValue());
                case VALUE_TRUE -> columns.add(path, 1);
                case VALUE_FALSE -> columns.add(path, 0);
                case VALUE_STRING -> {
                    if (named) {
                        columns.add(path, number(path, json.getText()));
                    }
                }
                default -> { /* null: there is no reading */ }
            }
        }

        private double number(String path, String text) throws UnreadableException {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw new UnreadableException("has " + shortened(text) + " in " + path + ", must be a number");
            }
        }
    }
}
