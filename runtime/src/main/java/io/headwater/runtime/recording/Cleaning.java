package io.headwater.runtime.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.RecordedExchange;
import io.headwater.runtime.check.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes out of an exchange what is not to be recorded: what by its name is a secret, always, and the fields that the user names. Of a
 *  header or field that is a text {@value #MASK} is left, of any other nothing.
 *  <p>Threading: one thread. */
final class Cleaning {
    static final String MASK = "***";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PAIR = Pattern.compile("(?i)((?:passw|passphrase|secret|token|credential|authori[sz]ation|api[-_.]?key|access[-_.]?key)[\\w.-]*=)[^&\\s\"';]+");
    private static final Pattern USER = Pattern.compile("(?<=://)[^/\\s?#@\"']*@");

    private final Set<String> fields;

    Cleaning(Set<String> fields) {
        this.fields = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        this.fields.addAll(fields);
    }

    /** The same without it; null where the body is in no form in which the fields can be found. */
    @Nullable RecordedExchange of(RecordedExchange came) {
        Map<String, Object> headers = new LinkedHashMap<>();
        came.headers().forEach((name, value) -> {
            Object kept = isTaken(name, name) ? value instanceof String ? MASK : null : value instanceof String text ? without(text) : value;
            if (kept != null) {
                headers.put(name, kept);
            }
        });
        return switch (came.body()) {
            case null -> new RecordedExchange(came.at(), null, headers);
            case String text -> {
                String clean = text(text);
                yield clean == null ? null : new RecordedExchange(came.at(), clean, headers);
            }
            case byte[] bytes -> {
                String text = RecordedExchange.text(bytes);
                String clean = text == null ? null : text(text);
                // what is no text holds no field that anybody could name
                yield clean == null ? text == null && fields.isEmpty() ? new RecordedExchange(came.at(), bytes, headers) : null
                        : new RecordedExchange(came.at(), clean.equals(text) ? bytes : clean.getBytes(StandardCharsets.UTF_8), headers);
            }
            default -> {
                JsonNode tree = JSON.valueToTree(came.body());
                yield new RecordedExchange(came.at(), JSON.convertValue(clean(tree, ""), Object.class), headers);
            }
        };
    }

    /** Byte for byte as it was where nothing is to be taken out. */
    private @Nullable String text(String text) {
        JsonNode tree = json(text);
        if (tree == null) {
            return fields.isEmpty() || text.isBlank() ? without(text) : null;
        }
        JsonNode clean = clean(tree.deepCopy(), "");
        return clean.equals(tree) ? text : clean.toString();
    }

    private static @Nullable JsonNode json(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            return tree.isMissingNode() ? null : tree;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private JsonNode clean(JsonNode node, String path) {
        if (node instanceof ArrayNode list) {
            list.forEach(item -> clean(item, path));
        } else if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                String name = field.getKey();
                String full = path.isEmpty() ? name : path + "." + name;
                if (!isTaken(name, full)) {
                    clean(field.getValue(), full);
                } else if (field.getValue().isTextual()) {
                    object.put(name, MASK);
                } else {
                    object.remove(name);
                }
            }
        }
        return node;
    }

    private boolean isTaken(String name, String path) {
        return Secrets.isCredential(name) || fields.contains(name) || fields.contains(path);
    }

    /** Without secrets in its addresses and pairs. */
    private static String without(String text) {
        return USER.matcher(PAIR.matcher(text).replaceAll("$1" + MASK)).replaceAll("");
    }
}
