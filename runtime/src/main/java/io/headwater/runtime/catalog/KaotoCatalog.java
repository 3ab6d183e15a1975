package io.headwater.runtime.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What Kaoto's setting {@code kaoto.catalog.url} points to: an index, and a definition with ten catalogs, each a file.
 *  <p>Source: the types that {@code @kaoto/camel-catalog} 0.10.4 publishes. */
final class KaotoCatalog {
    private static final String VERSION = "0.1.0";
    private static final String FOLDER = "headwater/";
    /** What needs a library that this build does not have, or that routes here cannot use. */
    private static final Set<String> WITHOUT = Set.of("circuitBreaker", "kamelet", "saga", "serviceCall", "transacted");
    private static final String MODEL = "model.";

    private final Map<String, ObjectNode> components = Described.components();
    private final StepSchemas steps = new StepSchemas();
    private final Map<String, String> files = new LinkedHashMap<>();

    private KaotoCatalog() {}

    /** The files' text by their path below the catalog's folder; {@code index.json} first. */
    static Map<String, String> files() {
        KaotoCatalog catalog = new KaotoCatalog();
        catalog.write();
        return catalog.files;
    }

    private void write() {
        String camel = components.get("log").path("component").path("version").asText();
        ObjectNode entry = head(camel);
        files.put("index.json", "");
        ObjectNode definition = head(camel);
        ObjectNode catalogs = definition.putObject("catalogs");
        add(catalogs, "components", "Components", components(), null);
        add(catalogs, "dataformats", "Data formats", Described.JSON.createObjectNode(), null);
        add(catalogs, "entities", "What stands at the top of a file", entities(), null);
        add(catalogs, "functions", "Functions of expressions", functions(), null);
        add(catalogs, "kameletBoundaries", "Ends of Kamelets", kamelets(boundaries()), null);
        add(catalogs, "kamelets", "Kamelets", kamelets(Described.kamelets()), null);
        add(catalogs, "languages", "Languages of expressions", languages(), null);
        add(catalogs, "loadbalancers", "Load balancers", balancers(), null);
        add(catalogs, "models", "Camel's models", models(), null);
        add(catalogs, "patterns", "Steps", patterns(), null);
        add(definition.putObject("schemas"), "camelYamlDsl", "Camel YAML DSL JSON schema", (ObjectNode) Described.yamlDsl(), camel);
        files.put(FOLDER + "index.json", definition.toPrettyString());
        ObjectNode index = Described.JSON.createObjectNode().put("version", 3).put("name", "Headwater");
        index.putArray("definitions").add(entry.put("fileName", FOLDER + "index.json"));
        index.put("starterTemplates", FOLDER + "starter.json");
        files.put("index.json", index.toPrettyString());
        ObjectNode starter = Described.JSON.createObjectNode().put("name", "Headwater starter").put("version", VERSION).put("runtime", "StarterTemplates");
        starter.putObject("schemas");
        starter.putObject("catalogs").putObject("camel-route-yaml").put("name", "camel-route-yaml").put("description", "Counts people with Kamelets").put("version", VERSION)
                .put("file", "starter.camel.yaml");
        files.put(FOLDER + "starter.json", starter.toPrettyString());
        files.put(FOLDER + "starter.camel.yaml", STARTER);
    }

    private static ObjectNode head(String camel) {
        ObjectNode head = Described.JSON.createObjectNode().put("name", "Headwater " + VERSION).put("version", VERSION).put("runtime", "Quarkus");
        head.put("executorVersion", camel).put("cliVersion", camel).put("camelCatalogVersion", camel);
        return head.putNull("runtimeProviderVersion").putNull("frameworkVersion");
    }

    private void add(ObjectNode to, String name, String description, ObjectNode content, @Nullable String version) {
        String file = name + ".json";
        to.putObject(name).put("name", name).put("description", description).put("version", version == null ? VERSION : version).put("file", file);
        files.put(FOLDER + file, content.toString());
    }

    private ObjectNode components() {
        ObjectNode all = Described.JSON.createObjectNode();
        components.forEach((scheme, component) -> {
            component.set("propertiesSchema", FormSchema.ofOptions(component.path("properties")));
            all.set(scheme, component);
        });
        return all;
    }

    private static ObjectNode kamelets(Map<String, ObjectNode> told) {
        ObjectNode all = Described.JSON.createObjectNode();
        told.forEach((name, kamelet) -> {
            kamelet.set("propertiesSchema", FormSchema.ofKamelet(kamelet.at("/spec/definition")));
            all.set(name, kamelet);
        });
        return all;
    }

    private static Map<String, ObjectNode> boundaries() {
        Map<String, ObjectNode> ends = new TreeMap<>();
        for (String end : List.of("sink", "source")) {
            String icon = Described.kamelets().get("test-pattern-source").path("metadata").path("annotations").path("camel.apache.org/kamelet.icon").asText();
            ends.put(end, Described.tree(BOUNDARY.formatted(end, icon, end, end.equals("source") ? "Begin" : "End",
                    end.equals("source") ? "What a step's Kamelet begins from." : "What a source's Kamelet ends with.", end)));
        }
        return ends;
    }

    private ObjectNode patterns() {
        ObjectNode all = Described.JSON.createObjectNode();
        steps.steps().properties().stream().filter(e -> !WITHOUT.contains(e.getKey())).forEach(e -> entry(all, e.getKey(), e.getValue()));
        entry(all, "when", steps.definition(MODEL + "WhenDefinition"));
        entry(all, "otherwise", steps.definition(MODEL + "OtherwiseDefinition"));
        return all;
    }

    private ObjectNode entities() {
        ObjectNode all = Described.JSON.createObjectNode();
        steps.top().properties().forEach(e -> entry(all, e.getKey().equals("beans") ? "bean" : e.getKey(), e.getValue(), e.getKey().equals("beans") ? "beanFactory" : e.getKey()));
        return all;
    }

    private ObjectNode languages() {
        ObjectNode all = Described.JSON.createObjectNode();
        for (JsonNode one : steps.definition("model.language.ExpressionDefinition").at("/anyOf/0/oneOf")) {
            one.path("properties").properties().stream().filter(e -> Described.hasLanguage(e.getKey())).forEach(e -> entry(all, e.getKey(), e.getValue()));
        }
        return all;
    }

    private ObjectNode balancers() {
        ObjectNode all = Described.JSON.createObjectNode();
        Described.names(steps.definition("model.LoadBalanceDefinition").path("properties")).stream().filter(name -> name.endsWith("LoadBalancer"))
                .forEach(name -> entry(all, name, steps.definition("model.loadbalancer." + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Definition")));
        return all;
    }

    private void entry(ObjectNode all, String name, JsonNode schema) {
        entry(all, name, schema, name);
    }

    private void entry(ObjectNode all, String name, JsonNode schema, String described) {
        Optional<JsonNode> model = Described.model(described);
        if (model.map(m -> m.path("model").path("deprecated").asBoolean()).orElse(false)) {
            return;
        }
        ObjectNode entry = all.putObject(name);
        model.ifPresent(m -> entry.setAll((ObjectNode) m.deepCopy()));
        entry.set("propertiesSchema", steps.form(schema, model));
    }

    /** Each model that something in the DSL is called after. */
    private ObjectNode models() {
        Map<String, JsonNode> all = new TreeMap<>();
        for (JsonNode definition : Described.yamlDsl().path("items").path("definitions")) {
            for (JsonNode properties : definition.findValues("properties")) {
                Described.names(properties).stream().filter(name -> !all.containsKey(name)).forEach(name -> Described.model(name).filter(m -> m.has("model")).ifPresent(m -> all.put(name, m)));
            }
        }
        Described.names(steps.top()).forEach(name -> Described.model(name).ifPresent(m -> all.put(name, m)));
        return Described.JSON.createObjectNode().setAll(all);
    }

    private static ObjectNode functions() {
        ObjectNode all = Described.JSON.createObjectNode();
        for (String language : List.of("file", "simple")) {
            ObjectNode of = all.putObject(language);
            Described.language("simple", language).map(l -> l.path("functions")).ifPresent(functions -> functions.properties().forEach(e -> of.putObject(e.getKey())
                    .put("name", e.getKey()).put("displayName", e.getValue().path("displayName").asText()).put("description", e.getValue().path("description").asText())
                    .put("returnType", e.getValue().path("javaType").asText()).put("returnCollection", false).putArray("arguments")));
        }
        return all;
    }

    private static final String STARTER = """
            - route:
                id: count-people
                description: Counts people, every 10 seconds
                from:
                  id: cam
                  uri: kamelet:test-pattern-source
                  steps:
                    - to:
                        id: find
                        uri: kamelet:people-counter-action
                    - to:
                        id: sum
                        uri: kamelet:summary-action
                        parameters:
                          name: test
                    - to:
                        id: up
                        uri: kamelet:kafka-summary-sink
            """;
    private static final String BOUNDARY = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: %s
              annotations:
                camel.apache.org/catalog.version: "0.1.0"
                camel.apache.org/provider: Headwater
                camel.apache.org/kamelet.icon: %s
              labels:
                camel.apache.org/kamelet.type: %s
            spec:
              definition:
                title: %s
                description: %s
                type: object
                properties: {}
              template:
                from:
                  uri: kamelet:%s
            """;
}
