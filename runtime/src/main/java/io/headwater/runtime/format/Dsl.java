package io.headwater.runtime.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Camel's YAML DSL has, as its own schema tells, in the order of its own models, which is also Karavan's. */
final class Dsl {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REF = "#/items/definitions/";
    private static final String EXPRESSION = REF + "org.apache.camel.model.language.ExpressionDefinition";
    private static final String MODELS = "META-INF/org/apache/camel/model/";
    private static final List<String> FOLDERS = List.of("", "language/", "dataformat/", "errorhandler/", "loadbalancer/", "rest/");
    /** What the models call otherwise. */
    private static final Map<String, String> NAMES = Map.of("input", "from", "outputs", "steps", "routePolicyRef", "routePolicy");
    /** The value of a short form that its definition does not require. */
    private static final Map<String, String> BRIEF = Map.of("SetExchangePatternDefinition", "pattern", "RollbackDefinition", "message");

    private final JsonNode schema = read("schema/camelYamlDsl.json");
    private final Map<String, Kind> kinds = new HashMap<>();

    /** Something that a file can hold.
     *
     *  @param name of its class; empty where it has none
     *  @param fields what each of its keys holds
     *  @param brief the key that is meant where there is only a text; null where there is no short form
     *  @param expression whether it takes an expression, below {@code expression} or, shorter, without it */
    record Kind(String name, Map<String, JsonNode> fields, @Nullable String brief, boolean expression, List<String> order) {
        boolean hasId() {
            return fields.containsKey("id") && !name.equals("RouteConfigurationDefinition"); // which means something else with an id
        }
    }

    /** Whether a key of a kind that takes expressions is the name of a language. */
    static boolean isLanguage(Kind kind, String key) {
        return kind.fields().getOrDefault(key, JSON.nullNode()).path("$ref").asText().startsWith(REF + "org.apache.camel.model.language.") && !key.equals("expression");
    }

    JsonNode file() {
        return schema;
    }

    /** What a part of the schema tells of maps, found below a key; null where it does not know maps. */
    @Nullable Kind kind(JsonNode part, String key) {
        JsonNode ref = part.path("$ref");
        return ref.isMissingNode() ? of(part, "", key) : kinds.computeIfAbsent(ref.asText() + " " + key, k -> of(definition(ref.asText()), ref.asText(), key));
    }

    private @Nullable Kind of(JsonNode definition, String ref, String key) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        collect(definition, fields);
        if (fields.isEmpty()) {
            return null;
        }
        String name = ref.substring(ref.lastIndexOf('.') + 1);
        boolean holds = fields.getOrDefault("expression", JSON.nullNode()).path("$ref").asText().equals(EXPRESSION);
        if (name.equals("ExpressionDefinition") || name.equals("ExpressionSubElementDefinition")) {
            holds = false;
        } else if (holds) {
            collect(definition(EXPRESSION), fields);
        }
        return new Kind(name, fields, brief(definition, name), holds, order(key, name));
    }

    /** The keys of a definition and of its alternatives; what says something of a key goes before what only names it. */
    private static void collect(JsonNode part, Map<String, JsonNode> fields) {
        part.path("properties").properties().forEach(e -> {
            if (!fields.containsKey(e.getKey()) || fields.get(e.getKey()).isEmpty()) {
                fields.put(e.getKey(), e.getValue());
            }
        });
        for (String alternatives : List.of("anyOf", "oneOf")) {
            part.path(alternatives).forEach(p -> collect(p, fields));
        }
    }

    private static @Nullable String brief(JsonNode definition, String name) {
        for (JsonNode form : definition.path("oneOf")) {
            if (form.path("type").asText().equals("string")) {
                JsonNode required = definition.path("required");
                return required.size() == 1 ? required.get(0).asText() : BRIEF.get(name);
            }
        }
        return null;
    }

    /** A part of the schema itself, where it is only pointed to. */
    JsonNode resolved(JsonNode part) {
        return part.path("$ref").isMissingNode() ? part : definition(part.path("$ref").asText());
    }

    private JsonNode definition(String ref) {
        return schema.path("items").path("definitions").path(ref.substring(REF.length()));
    }

    private static List<String> order(String key, String name) {
        String own = name.replaceFirst("(Definition|Expression|DataFormat)$", "");
        List<String> order = new ArrayList<>();
        for (String candidate : own.isEmpty() ? List.of(key) : List.of(Character.toLowerCase(own.charAt(0)) + own.substring(1), key)) {
            for (String folder : FOLDERS) {
                JsonNode model = read(MODELS + folder + candidate + ".json").path("properties");
                if (!model.isEmpty()) {
                    model.fieldNames().forEachRemaining(f -> order.add(NAMES.getOrDefault(f, f)));
                    return order;
                }
            }
        }
        return order;
    }

    /** Empty where there is no such resource. */
    private static JsonNode read(String resource) {
        try (InputStream in = Dsl.class.getClassLoader().getResourceAsStream(resource)) {
            return in == null ? JSON.createObjectNode() : JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
