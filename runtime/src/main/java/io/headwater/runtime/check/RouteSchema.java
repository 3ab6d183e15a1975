package io.headwater.runtime.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A JSON Schema of route files: Camel's own, and below {@code uri: <component>} the options of each component of this build. */
public final class RouteSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL = "org.apache.camel.model.";
    private static final String PLACEHOLDER = ".*\\{\\{.*|#.*";

    private final ComponentCatalog catalog = new ComponentCatalog();

    /** The schema, as a text in JSON. */
    public String write() {
        ObjectNode root = read();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        root.put("title", "Headwater routes");
        ObjectNode definitions = (ObjectNode) root.path("items").path("definitions");
        for (String scheme : catalog.schemes()) {
            ComponentCatalog.Component component = catalog.find(scheme);
            if (component != null) {
                definitions.set("headwater." + scheme + ".from", options(component, true));
                definitions.set("headwater." + scheme + ".to", options(component, false));
            }
        }
        for (String source : List.of(MODEL + "FromDefinition", "org.apache.camel.dsl.yaml.deserializers.RouteFromDefinitionDeserializer", MODEL + "PollDefinition")) {
            narrow(definitions.path(source), true);
        }
        for (String step : List.of("ToDefinition", "ToDynamicDefinition", "WireTapDefinition")) {
            narrow(definitions.path(MODEL + step), false);
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode read() {
        try (InputStream in = RouteSchema.class.getClassLoader().getResourceAsStream("schema/camelYamlDsl.json")) {
            if (in == null) {
                throw new IllegalStateException("schema/camelYamlDsl.json of camel-yaml-dsl is not on the class path");
            }
            return (ObjectNode) JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds to a definition what each component takes; to its long form, where it has a short one. */
    private void narrow(JsonNode definition, boolean source) {
        definition.path("oneOf").forEach(form -> narrow(form, source));
        if (!definition.path("properties").has("uri")) {
            return;
        }
        ArrayNode known = ((ObjectNode) definition.path("properties").path("uri")).putArray("examples");
        ArrayNode all = ((ObjectNode) definition).withArray("allOf");
        for (String scheme : catalog.schemes()) {
            ComponentCatalog.Component component = catalog.find(scheme);
            if (component == null || (source ? component.producerOnly() : component.consumerOnly())) {
                continue;
            }
            known.add(scheme);
            ObjectNode rule = all.addObject();
            ObjectNode when = rule.putObject("if");
            when.putObject("properties").putObject("uri").put("const", scheme);
            when.putArray("required").add("uri");
            ObjectNode then = rule.putObject("then");
            then.putObject("properties").putObject("parameters").put("$ref", "#/items/definitions/headwater." + scheme + (source ? ".from" : ".to"));
            if (component.options().values().stream().anyMatch(o -> isRequired(o, source))) {
                then.putArray("required").add("parameters");
            }
        }
    }

    private static boolean isRequired(ComponentCatalog.Option option, boolean source) {
        return option.required() && has(option, source);
    }

    private static boolean has(ComponentCatalog.Option option, boolean source) {
        return source ? !option.producerOnly() : !option.consumerOnly();
    }

    private static ObjectNode options(ComponentCatalog.Component component, boolean source) {
        ObjectNode node = JSON.createObjectNode().put("type", "object").put("additionalProperties", component.lenient());
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        for (ComponentCatalog.Option option : component.options().values()) {
            if (!has(option, source)) {
                continue;
            }
            if (option.prefix() != null) {
                node.withObject("/patternProperties").putObject("^" + option.prefix().replace(".", "\\."));
                continue;
            }
            properties.set(option.name(), value(option));
            if (option.required()) {
                required.add(option.name());
            }
        }
        if (!required.isEmpty()) {
            node.set("required", required);
        }
        return node;
    }

    private static ObjectNode value(ComponentCatalog.Option option) {
        ObjectNode node = JSON.createObjectNode().put("title", option.name()).put("description", option.description());
        if (!option.defaultValue().isEmpty()) {
            node.put("default", option.defaultValue());
        }
        if (!option.choices().isEmpty()) {
            Set<String> both = new TreeSet<>(option.choices()); // Camel takes either
            option.choices().forEach(c -> both.add(c.toLowerCase(Locale.ROOT)));
            ArrayNode forms = node.putArray("anyOf");
            both.forEach(forms.addObject().putArray("enum")::add);
            forms.addObject().put("type", "string").put("pattern", "^(" + PLACEHOLDER + ")$");
            return node;
        }
        switch (option.type()) {
            case "boolean" -> node.putArray("type").add("boolean").add("string");
            case "integer" -> node.putArray("type").add("integer").add("string");
            case "number" -> node.putArray("type").add("number").add("string");
            default -> node.putArray("type").add("string").add("number").add("boolean");
        }
        switch (option.type()) {
            case "boolean" -> node.put("pattern", "^(true|false|" + PLACEHOLDER + ")$");
            case "integer" -> node.put("pattern", "^(-?[0-9]+|" + PLACEHOLDER + ")$");
            case "number" -> node.put("pattern", "^(-?[0-9]+(\\.[0-9]+)?|" + PLACEHOLDER + ")$");
            default -> { }
        }
        return node;
    }
}
