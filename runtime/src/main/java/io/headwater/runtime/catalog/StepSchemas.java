package io.headwater.runtime.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The forms of Camel's steps, languages and entities, taken from the schema of its YAML DSL. What leads to further steps is drawn,
 *  and so is no part of a form. */
final class StepSchemas {
    private static final String DEFINITIONS = "#/items/definitions/";
    private static final String STEP = "org.apache.camel.model.ProcessorDefinition";

    private final JsonNode items = Described.yamlDsl().path("items");
    private final JsonNode definitions = items.path("definitions");
    private final Map<String, Boolean> leads = new HashMap<>();

    /** The steps and what else a definition can hold, by its name in the DSL. */
    JsonNode steps() {
        return definitions.path(STEP).path("properties");
    }

    /** What can stand at the top of a file. */
    JsonNode top() {
        return items.path("properties");
    }

    JsonNode definition(String name) {
        return definitions.path("org.apache.camel." + name);
    }

    /** A form.
     *
     *  @param told a schema, or a reference to one
     *  @param model the description of the same, for the groups of a form's fields */
    ObjectNode form(JsonNode told, Optional<JsonNode> model) {
        JsonNode schema = told.has("$ref") ? definitions.path(name(told.path("$ref").asText())) : told;
        ObjectNode form = FormSchema.start();
        form.setAll((ObjectNode) inline(object(schema)));
        ObjectNode kept = form.putObject("properties");
        object(schema).path("properties").properties().stream().filter(e -> !leadsToSteps(e.getValue())).forEach(e -> {
            JsonNode field = inline(e.getValue());
            JsonNode option = model.map(m -> m.path("properties").path(e.getKey())).orElse(MissingNode.getInstance());
            if (field instanceof ObjectNode f && !field.isEmpty() && option.isObject()) { // an empty one stands for an expression
                describe(f, option);
            }
            kept.set(e.getKey(), field);
        });
        form.path("anyOf").forEach(any -> {
            if (any.path("oneOf").path(0).path("$ref").asText().endsWith(".ExpressionDefinition")) {
                ((ObjectNode) any).put("format", "expression");
            }
        });
        ArrayNode required = Described.JSON.createArrayNode();
        object(schema).path("required").forEach(r -> {
            if (kept.has(r.asText())) {
                required.add(r);
            }
        });
        form.remove("required");
        if (!required.isEmpty()) {
            form.set("required", required);
        }
        Set<String> used = new TreeSet<>();
        collect(form, used);
        if (!used.isEmpty()) {
            ObjectNode local = form.putObject("definitions");
            used.forEach(name -> local.set(name, inline(definitions.path(name))));
        }
        return form;
    }

    /** Adds what only the model's own description knows: the field's group, its title, and what kind of text it is. */
    private static void describe(ObjectNode field, JsonNode option) {
        field.put("$comment", "group:" + option.path("group").asText());
        if (!field.has("title")) {
            field.put("title", option.path("displayName").asText());
        }
        String javaType = option.path("javaType").asText();
        String type = option.path("type").asText();
        if (type.equals("duration")) {
            field.put("format", "duration");
        } else if (javaType.endsWith(".ExpressionSubElementDefinition")) {
            field.put("format", "expressionProperty");
        } else if (type.equals("object") && field.path("type").asText().equals("string") && javaType.contains(".")) {
            field.put("format", "bean:" + javaType);
        }
    }

    /** Of a definition that may be written as a text or as a map, the map. */
    private static JsonNode object(JsonNode definition) {
        for (JsonNode one : definition.path("oneOf")) {
            if (one.path("type").asText().equals("object") && one.has("properties")) {
                ObjectNode both = definition.deepCopy();
                both.remove("oneOf");
                both.setAll((ObjectNode) one.deepCopy());
                return both;
            }
        }
        return definition;
    }

    private boolean leadsToSteps(JsonNode schema) {
        for (JsonNode ref : schema.findValues("$ref")) {
            String name = name(ref.asText());
            Boolean known = leads.get(name);
            if (known == null) {
                leads.put(name, false); // until it is known
                known = name.equals(STEP) || leadsToSteps(definitions.path(name));
                leads.put(name, known);
            }
            if (known) {
                return true;
            }
        }
        return false;
    }

    private void collect(JsonNode schema, Set<String> used) {
        for (JsonNode ref : schema.findValues("$ref")) {
            String name = name(ref.asText());
            if (used.add(name)) {
                collect(definitions.path(name), used);
            }
        }
    }

    private static String name(String ref) {
        return ref.substring(ref.lastIndexOf('/') + 1);
    }

    /** A copy whose references point into its own form. */
    private static JsonNode inline(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        copy.findParents("$ref").forEach(parent -> {
            String ref = parent.path("$ref").asText();
            ((ObjectNode) parent).set("$ref", TextNode.valueOf(ref.replace(DEFINITIONS, "#/definitions/")));
        });
        return copy;
    }
}
