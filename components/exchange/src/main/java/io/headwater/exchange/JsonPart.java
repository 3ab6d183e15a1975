package io.headwater.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** An object, or an element, of a JSON text that is read, and where it stands in it.
 *  <p>Errors: {@link IllegalArgumentException} that names the place, what is there and what must be. */
record JsonPart(String place, JsonNode node) {

    JsonPart part(String field) {
        return optional(field).orElseThrow(() -> new IllegalArgumentException(at(field) + " is missing"));
    }

    /** A field that may be absent or null. */
    Optional<JsonPart> optional(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(new JsonPart(at(field), value));
    }

    private String at(String field) {
        return place.isEmpty() ? field : place + "." + field;
    }

    List<JsonPart> elements() {
        require(JsonNode::isArray, "an array");
        List<JsonPart> all = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            all.add(new JsonPart(place + "[" + i + "]", node.get(i)));
        }
        return all;
    }

    /** The names of an object's fields, in their order. */
    List<String> names() {
        require(JsonNode::isObject, "an object");
        return node.properties().stream().map(java.util.Map.Entry::getKey).toList();
    }

    String text() {
        require(JsonNode::isTextual, "a text");
        return node.textValue();
    }

    long whole() {
        require(n -> n.isIntegralNumber() && n.canConvertToLong(), "a whole number");
        return node.longValue();
    }

    int wholeInt() {
        require(n -> n.isIntegralNumber() && n.canConvertToInt(), "a whole number of 32 bits");
        return node.intValue();
    }

    boolean truth() {
        require(JsonNode::isBoolean, "true or false");
        return node.booleanValue();
    }

    double number() {
        require(JsonNode::isNumber, "a number");
        return node.doubleValue();
    }

    /** NaN where there is null, which stands for a number that is not finite. */
    double numberOrNaN() {
        return node.isNull() ? Double.NaN : number();
    }

    float[] floats() {
        List<JsonPart> all = elements();
        float[] values = new float[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) all.get(i).numberOrNaN();
        }
        return values;
    }

    Instant instant() {
        return parsed(Instant::parse, "an instant such as 2026-01-01T00:00:00Z");
    }

    Duration duration() {
        return parsed(Duration::parse, "a duration such as PT10S");
    }

    byte[] base64() {
        return parsed(Base64.getDecoder()::decode, "base64");
    }

    <T> T parsed(Function<String, T> parse, String what) {
        try {
            return parse.apply(text());
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(place + " is " + shown() + ", must be " + what, e);
        }
    }

    private void require(Predicate<JsonNode> holds, String what) {
        if (!holds.test(node)) {
            throw new IllegalArgumentException(place + " is " + shown() + ", must be " + what);
        }
    }

    private String shown() {
        String all = node.toString();
        return all.length() <= 60 ? all : all.substring(0, 57) + "...";
    }
}
