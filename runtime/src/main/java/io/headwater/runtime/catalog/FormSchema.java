package io.headwater.runtime.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The form of a component or a Kamelet as a JSON Schema, as Kaoto makes forms of them. */
final class FormSchema {
    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

    private FormSchema() {}

    static ObjectNode start() {
        return Described.JSON.createObjectNode().put("$schema", DRAFT).put("type", "object");
    }

    /** @param properties options as Camel describes them */
    static ObjectNode ofOptions(JsonNode properties) {
        ObjectNode schema = start();
        ObjectNode form = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        properties.properties().forEach(e -> {
            if (e.getValue().path("required").asBoolean()) {
                required.add(e.getKey());
            }
            form.set(e.getKey(), option(e.getValue()));
        });
        return schema;
    }

    private static ObjectNode option(JsonNode told) {
        ObjectNode option = Described.JSON.createObjectNode();
        option.put("title", told.path("displayName").asText()).put("description", told.path("description").asText());
        String type = told.path("type").asText();
        boolean bean = type.equals("object") && !told.path("javaType").asText().startsWith("java.util.Map");
        option.put("type", switch (type) {
            case "enum", "duration" -> "string";
            case "object" -> bean ? "string" : "object";
            default -> type;
        });
        if (told.path("enum").isArray()) {
            option.set("enum", told.path("enum"));
        }
        option.put("$comment", "group:" + told.path("group").asText());
        String format = told.path("secret").asBoolean() ? "password" : type.equals("duration") ? "duration" : bean ? "bean:" + told.path("javaType").asText() : "";
        if (!format.isEmpty()) {
            option.put("format", format);
        }
        if (told.has("defaultValue")) {
            option.set("default", told.path("defaultValue"));
        }
        return option;
    }

    /** @param definition a Kamelet's {@code spec.definition}, a schema already */
    static ObjectNode ofKamelet(JsonNode definition) {
        ObjectNode schema = start();
        schema.put("title", definition.path("title").asText()).put("description", definition.path("description").asText());
        if (definition.has("required")) {
            schema.set("required", definition.path("required"));
        }
        schema.set("properties", definition.path("properties").deepCopy());
        return schema;
    }
}
