package io.headwater.runtime.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.runtime.check.ComponentCatalog;
import io.headwater.runtime.check.Kamelets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** This build's components, models, languages and Kamelets, as their jars describe them. */
public final class Described {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String META = "META-INF/org/apache/camel/";
    private static final List<String> MODELS = List.of("", "language/", "loadbalancer/", "errorhandler/", "rest/", "config/", "app/", "dataformat/", "tokenizer/");

    private Described() {}

    /** Components by their name, without what has no place in a form: options of the component as such, and what is deprecated. */
    static Map<String, ObjectNode> components() {
        ComponentCatalog catalog = new ComponentCatalog();
        Map<String, ObjectNode> all = new TreeMap<>();
        for (String scheme : catalog.schemes()) {
            JsonNode told = catalog.describe(scheme).orElse(null);
            if (!(told instanceof ObjectNode component) || component.path("component").path("deprecated").asBoolean()) {
                continue;
            }
            component.remove("componentProperties");
            ObjectNode properties = JSON.createObjectNode();
            component.path("properties").properties().stream().filter(e -> !e.getValue().path("deprecated").asBoolean()).forEach(e -> {
                ObjectNode property = (ObjectNode) e.getValue();
                if (!property.path("label").isTextual()) {
                    property.put("label", ""); // Karavan's form fails without
                }
                properties.set(e.getKey(), property);
            });
            component.set("properties", properties);
            if (!component.has("headers")) {
                component.putObject("headers");
            }
            all.put(scheme, component);
        }
        return all;
    }

    /** Kamelets by their name. */
    static Map<String, ObjectNode> kamelets() {
        Map<String, ObjectNode> all = new TreeMap<>();
        Kamelets.shipped().forEach((name, text) -> all.put(name, tree(text)));
        return all;
    }

    static ObjectNode tree(String yaml) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    /** The description of a step, or of anything else that Camel's DSL has. */
    public static Optional<JsonNode> model(String name) {
        return MODELS.stream().map(folder -> read(META + "model/" + folder + name + ".json")).flatMap(Optional::stream).findFirst();
    }

    /** Whether this build can evaluate the language. */
    static boolean hasLanguage(String name) {
        return exists("META-INF/services/org/apache/camel/language/" + (name.equals("method") ? "bean" : name));
    }

    static Optional<JsonNode> language(String folder, String name) {
        return read(META + "language/" + folder + "/" + name + ".json");
    }

    /** The schema of Camel's YAML DSL. */
    static JsonNode yamlDsl() {
        return read("schema/camelYamlDsl.json").orElseThrow();
    }

    static List<String> names(JsonNode map) {
        List<String> names = new ArrayList<>();
        map.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean exists(String resource) {
        return Described.class.getClassLoader().getResource(resource) != null;
    }

    private static Optional<JsonNode> read(String resource) {
        try (InputStream in = Described.class.getClassLoader().getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
