package io.headwater.runtime.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code headwater catalog} writes for Kaoto, beside the catalog that Kaoto itself publishes and its schemas. Runs where {@code npm ci}
 *  was run in {@code src/designers/kaoto}. */
class KaotoPublishedTest {
    private static final Path PUBLISHED = Path.of(System.getProperty("headwater.home"), "src/designers/kaoto/node_modules/@kaoto/camel-catalog/dist/camel-catalog");
    /** What Kaoto's forms do not read, or what came with a later Camel than ours. */
    private static final Set<String> UNREAD = Set.of("componentProperties", "nativeSupported", "metadata", "supportLevel", "dependencies");
    /** Where Camel's own schema of 4.17 demands nothing, or what it demands is not in the form: a route's from. */
    private static final Set<String> NOT_REQUIRED = Set.of("onException", "route", "stickyLoadBalancer", "setExchangePattern", "setHeaders", "setVariables");
    private static final Map<String, String> OURS = Catalog.kaoto();
    private static JsonNode library;
    private static JsonNode entry;
    private static JsonNode definition;
    private static Path folder;

    @BeforeAll
    static void published() throws IOException {
        assumeTrue(Files.isDirectory(PUBLISHED), "npm ci was not run in src/designers/kaoto");
        library = Described.JSON.readTree(PUBLISHED.resolve("index.json").toFile());
        for (JsonNode each : library.path("definitions")) {
            if (each.path("name").asText().equals("Camel Quarkus 3.33.1")) {
                entry = each;
            }
        }
        Path file = PUBLISHED.resolve(entry.path("fileName").asText());
        folder = file.getParent();
        definition = Described.JSON.readTree(file.toFile());
    }

    private static JsonNode ours(String file) throws IOException {
        return Described.JSON.readTree(OURS.get(file));
    }

    private static JsonNode theirs(String part, String name) throws IOException {
        return Described.JSON.readTree(folder.resolve(definition.path(part).path(name).path("file").asText()).toFile());
    }

    /** Each key with the kind of its value. */
    private static Map<String, String> shape(JsonNode map) {
        Map<String, String> shape = new TreeMap<>();
        map.properties().forEach(e -> {
            if (!e.getValue().isNull() && !(e.getValue().isContainerNode() && e.getValue().isEmpty())) {
                shape.put(e.getKey(), e.getValue().getNodeType().name());
            }
        });
        return shape;
    }

    @Test
    void theIndexIsThatOfKaoto() throws IOException {
        JsonNode index = ours("index.json");
        assertThat(shape(index)).isEqualTo(shape(library));
        assertThat(index.path("version")).isEqualTo(library.path("version"));
        assertThat(Described.names(index.path("definitions").path(0))).containsExactlyInAnyOrderElementsOf(Described.names(entry));
        JsonNode own = ours(index.path("definitions").path(0).path("fileName").asText());
        assertThat(Described.names(own)).containsExactlyInAnyOrderElementsOf(Described.names(definition));
        assertThat(shape(own.path("catalogs"))).isEqualTo(shape(definition.path("catalogs")));
        assertThat(definition.path("schemas").has("camelYamlDsl")).isTrue();
        own.path("catalogs").properties().forEach(e -> assertThat(shape(e.getValue())).as(e.getKey()).isEqualTo(shape(definition.path("catalogs").path(e.getKey()))));
        own.path("schemas").properties().forEach(e -> assertThat(shape(e.getValue())).as(e.getKey()).isEqualTo(shape(definition.path("schemas").path(e.getKey()))));
    }

    /** Whatever both catalogs have: a component, a step, a language. Ours may lack what Kaoto does not look at. */
    @Test
    void whatBothHaveHasTheSameShape() throws IOException {
        int compared = 0;
        Map<String, Set<String>> lacking = new TreeMap<>();
        for (String catalog : Described.names(definition.path("catalogs"))) {
            JsonNode own = ours("headwater/" + catalog + ".json");
            JsonNode other = theirs("catalogs", catalog);
            for (Map.Entry<String, JsonNode> e : own.properties()) {
                if (other.has(e.getKey())) {
                    compared++;
                    for (String part : catalog.equals("functions") ? new String[] {"/null", "/random(min,max)", "/bodyAs(type)"} : new String[] {"", "/propertiesSchema", "/component", "/model", "/metadata", "/spec"}) {
                        Map<String, String> has = shape(e.getValue().at(part));
                        shape(other.path(e.getKey()).at(part)).forEach((key, kind) -> {
                            if (!kind.equals(has.get(key)) && !UNREAD.contains(key) && !(key.equals("required") && NOT_REQUIRED.contains(e.getKey()))) {
                                lacking.computeIfAbsent(catalog + part + "/" + key + " " + kind + " is " + has.get(key), k -> new TreeSet<>()).add(e.getKey());
                            }
                        });
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(100);
        assertThat(lacking).isEmpty();
    }

    @Test
    void ourKameletsKeepKaotosSchema() throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(theirs("schemas", "Kamelet"));
        Set<String> seen = new TreeSet<>();
        Described.kamelets().forEach((name, kamelet) -> {
            seen.add(name);
            assertThat(schema.validate(kamelet)).as(name).isEmpty();
        });
        assertThat(seen).hasSizeGreaterThanOrEqualTo(10);
    }
}
