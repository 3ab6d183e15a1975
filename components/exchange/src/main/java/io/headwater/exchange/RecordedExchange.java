package io.headwater.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came to a route, as one line of JSON: {@code {"at": "2026-05-04T08:00:00Z", "body": "21.5", "headers": {"CamelMqttTopic": "plant/air"}}}.
 *  <p>{@code body} is a text; with {@code "as": "bytes"} the bytes of that text, with {@code "as": "base64"} bytes that are none, with
 *  {@code "as": "value"} a map, list, number or truth value. An object or a list without {@code as} is its own JSON text, for who writes lines by
 *  hand. Headers are texts, numbers and truth values; <code>{"bytes": …}</code>, <code>{"base64": …}</code> and <code>{"time": …}</code> where they
 *  were bytes or a {@code Date}.
 *
 *  @param at when it came
 *  @param body null, a text, bytes, or what JSON has
 *  @param headers by name */
public record RecordedExchange(Instant at, @Nullable Object body, Map<String, Object> headers) implements Timed {
    private static final ObjectMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final Set<String> KEYS = Set.of("at", "body", "as", "headers");
    private static final Set<String> FORMS = Set.of("bytes", "base64", "value");

    public RecordedExchange {
        headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Reads a line.
     *  <p>Errors: {@link IllegalArgumentException} with what is wrong, to follow "line 3 ". */
    public static RecordedExchange of(String line) {
        JsonNode root;
        try {
            root = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no JSON: " + e.getOriginalMessage());
        }
        if (!(root instanceof ObjectNode object)) {
            throw new IllegalArgumentException("is no JSON object");
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!KEYS.contains(field.getKey())) {
                String near = Nearest.of(field.getKey(), KEYS);
                throw new IllegalArgumentException("has '" + field.getKey() + "'" + (near == null ? ", must have at, body, as and headers alone" : "; did you mean '" + near + "'?"));
            }
        }
        Map<String, Object> headers = new LinkedHashMap<>();
        if (root.hasNonNull("headers") && !root.get("headers").isObject()) {
            throw new IllegalArgumentException("has headers that are no object");
        }
        root.path("headers").properties().forEach(h -> headers.put(h.getKey(), header(h.getKey(), h.getValue())));
        return new RecordedExchange(time(root.path("at")), body(root.path("body"), root.path("as")), headers);
    }

    private static Instant time(JsonNode at) {
        try {
            return OffsetDateTime.parse(at.asText()).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException((at.isMissingNode() ? "has no 'at'" : "has 'at': " + at) + ", must be a time such as \"2026-05-04T08:00:00Z\"");
        }
    }

    private static @Nullable Object body(JsonNode body, JsonNode as) {
        if (!as.isMissingNode() && !FORMS.contains(as.asText())) {
            throw new IllegalArgumentException("has 'as': " + as + ", must be bytes, base64 or value; or leave it out, for a text");
        }
        if (as.asText().equals("value")) {
            return JSON.convertValue(body, Object.class);
        } else if (body.isMissingNode() || body.isNull()) {
            return null;
        }
        String text = body.isTextual() ? body.textValue() : body.toString();
        return switch (as.asText()) {
            case "bytes" -> text.getBytes(StandardCharsets.UTF_8);
            case "base64" -> decoded(text);
            default -> text;
        };
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("holds no base64: " + e.getMessage());
        }
    }

    private static Object header(String name, JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        } else if (value.isBoolean()) {
            return value.booleanValue();
        } else if (value.isNumber()) {
            return value.numberValue();
        } else if (value.path("bytes").isTextual()) {
            return value.get("bytes").textValue().getBytes(StandardCharsets.UTF_8);
        } else if (value.path("base64").isTextual()) {
            return decoded(value.get("base64").textValue());
        } else if (value.has("time")) {
            return Date.from(time(value.get("time")));
        }
        throw new IllegalArgumentException("has the header " + name + ", which is neither a text, a number, a truth value, bytes nor a time");
    }

    /** Whether a line can hold a header of this kind. */
    public static boolean holds(@Nullable Object header) {
        return header instanceof String || header instanceof Boolean || header instanceof Number || header instanceof byte[] || header instanceof Date;
    }

    /** Whether a line can hold a body of this kind. */
    public static boolean holdsBody(@Nullable Object body) {
        return body == null || body instanceof String || body instanceof byte[] || body instanceof Map<?, ?> || body instanceof List<?> || body instanceof Number || body instanceof Boolean;
    }

    /** The body's bytes; of a text in UTF-8, none where there is no body. */
    public byte[] bytes() {
        return body instanceof byte[] bytes ? bytes : body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The text that bytes are in UTF-8; null where they are none. */
    public static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** As a line, without its end.
     *  <p>Errors: {@link IllegalArgumentException} where the body holds what JSON has no form for. */
    public String line() {
        ObjectNode root = JSON.createObjectNode().put("at", at.toString());
        switch (body) {
            case null -> { /* there is none */ }
            case String text -> root.put("body", text);
            case byte[] bytes -> {
                String text = text(bytes);
                root.put("body", text == null ? Base64.getEncoder().encodeToString(bytes) : text).put("as", text == null ? "base64" : "bytes");
            }
            default -> root.<ObjectNode>set("body", JSON.valueToTree(body)).put("as", "value");
        }
        if (!headers.isEmpty()) {
            ObjectNode all = root.putObject("headers");
            headers.forEach((name, value) -> all.set(name, form(value)));
        }
        return root.toString();
    }

    private static JsonNode form(Object header) {
        return switch (header) {
            case byte[] bytes -> {
                String text = text(bytes);
                yield JSON.createObjectNode().put(text == null ? "base64" : "bytes", text == null ? Base64.getEncoder().encodeToString(bytes) : text);
            }
            case Date time -> JSON.createObjectNode().put("time", time.toInstant().toString());
            default -> JSON.valueToTree(header);
        };
    }
}
