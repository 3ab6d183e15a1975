package io.headwater.runtime.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The catalogs have the shape that Karavan and Kaoto read. Whether their own code reads it, {@code DesignersTest} tries. */
class CatalogTest {
    private static final Map<String, String> KARAVAN = Catalog.karavan();
    private static final Map<String, String> KAOTO = Catalog.kaoto();

    private static JsonNode json(Map<String, String> files, String path) throws IOException {
        assertThat(files).containsKey(path);
        return Described.JSON.readTree(files.get(path));
    }

    private static JsonNode kaoto(String catalog) throws IOException {
        return json(KAOTO, "headwater/" + catalog + ".json");
    }

    @Test
    void karavanGetsOurComponentsAndFewOthers() throws IOException {
        JsonNode components = json(KARAVAN, "metadata/components.json");
        Set<String> names = new TreeSet<>();
        components.forEach(c -> {
            names.add(c.at("/component/name").asText());
            assertThat(c.has("componentProperties")).isFalse();
            for (String field : new String[] {"title", "description", "label", "syntax"}) {
                assertThat(c.path("component").path(field).asText()).isNotEmpty();
            }
            assertThat(c.path("properties")).isNotEmpty().allSatisfy(p -> {
                assertThat(p.path("kind").asText()).isIn("path", "parameter");
                assertThat(p.path("label").isTextual()).as("the form fails without").isTrue();
                assertThat(p.path("type").asText()).isNotEmpty();
                assertThat(p.path("deprecated").asBoolean()).isFalse();
            });
        });
        assertThat(names).contains("camera", "preprocess", "infer", "track", "annotate", "snapshot", "gate", "stage", "summarize", "uplink", "file", "log", "timer").doesNotContain("kamelet");
        assertThat(names.size() + KARAVAN.size() - 1).as("blocks in the palette").isLessThanOrEqualTo(45);
    }

    @Test
    void karavanGetsNothingButKameletsInTheirFolder() {
        assertThat(KARAVAN.keySet()).filteredOn(f -> f.startsWith("kamelets/")).hasSizeGreaterThanOrEqualTo(10).allMatch(f -> f.endsWith(".kamelet.yaml"));
    }

    @Test
    void kaotosIndexNamesFilesThatAreThere() throws IOException {
        JsonNode index = json(KAOTO, "index.json");
        assertThat(index.path("version").asInt()).isEqualTo(3);
        JsonNode entry = index.path("definitions").path(0);
        JsonNode definition = json(KAOTO, entry.path("fileName").asText());
        for (String field : new String[] {"name", "version", "runtime", "executorVersion", "cliVersion", "camelCatalogVersion", "runtimeProviderVersion", "frameworkVersion"}) {
            assertThat(entry.has(field)).as(field).isTrue();
            assertThat(definition.get(field)).isEqualTo(entry.get(field));
        }
        assertThat(Described.names(definition.path("catalogs"))).containsExactly("components", "dataformats", "entities", "functions", "kameletBoundaries", "kamelets", "languages",
                "loadbalancers", "models", "patterns");
        JsonNode starter = json(KAOTO, index.path("starterTemplates").asText());
        for (JsonNode part : new JsonNode[] {definition.path("catalogs"), definition.path("schemas"), starter.path("catalogs")}) {
            assertThat(part).isNotEmpty().allSatisfy(e -> {
                assertThat(e.path("name").asText()).isNotEmpty();
                assertThat(e.path("description").asText()).isNotEmpty();
                assertThat(e.path("version").asText()).isNotEmpty();
                assertThat(KAOTO).containsKey("headwater/" + e.path("file").asText());
            });
        }
    }

    @Test
    void kaotosFormOfAComponentHasItsOptions() throws IOException {
        JsonNode camera = kaoto("components").path("camera");
        JsonNode form = camera.path("propertiesSchema");
        assertThat(Described.names(form.path("properties"))).isEqualTo(Described.names(camera.path("properties")));
        assertThat(form.path("required")).extracting(JsonNode::asText).containsExactlyInAnyOrder("name", "location");
        assertThat(form.at("/properties/stallTimeout")).isEqualTo(Described.JSON.createObjectNode().put("title", camera.at("/properties/stallTimeout/displayName").asText())
                .put("description", camera.at("/properties/stallTimeout/description").asText()).put("type", "string").put("$comment", "group:consumer").put("format", "duration")
                .put("default", "10s"));
        assertThat(form.at("/properties/pace/enum")).isNotEmpty();
        assertThat(form.at("/properties/exceptionHandler/format").asText()).isEqualTo("bean:org.apache.camel.spi.ExceptionHandler");
    }

    @Test
    void kaotosFormOfAKameletIsItsDefinition() throws IOException {
        JsonNode kamelets = kaoto("kamelets");
        assertThat(kamelets).hasSizeGreaterThanOrEqualTo(10).allSatisfy(k -> {
            assertThat(k.at("/propertiesSchema/properties")).isEqualTo(k.at("/spec/definition/properties"));
            assertThat(k.at("/propertiesSchema/title")).isEqualTo(k.at("/spec/definition/title"));
        });
        assertThat(Described.names(kaoto("kameletBoundaries"))).containsExactly("sink", "source");
    }

    @Test
    void kaotosFormsOfStepsHoldNoStepsAndAllTheyReferTo() throws IOException {
        for (String catalog : new String[] {"patterns", "entities", "languages", "loadbalancers"}) {
            JsonNode all = kaoto(catalog);
            assertThat(all).as(catalog).isNotEmpty();
            all.properties().forEach(e -> {
                JsonNode form = e.getValue().path("propertiesSchema");
                assertThat(form.path("properties").has("steps")).as(e.getKey()).isFalse();
                form.findValues("$ref").forEach(ref -> assertThat(form.at(ref.asText().substring(1)).isMissingNode()).as("%s: %s", e.getKey(), ref).isFalse());
            });
        }
        JsonNode choice = kaoto("patterns").path("choice");
        assertThat(Described.names(choice.at("/propertiesSchema/properties"))).contains("id", "precondition").doesNotContain("when", "otherwise");
        assertThat(choice.at("/propertiesSchema/properties/precondition/$comment").asText()).isEqualTo("group:advanced");
        assertThat(choice.at("/model/title").asText()).isNotEmpty();
        assertThat(kaoto("patterns").at("/filter/propertiesSchema/anyOf/0/format").asText()).isEqualTo("expression");
        assertThat(kaoto("patterns").at("/throttle/propertiesSchema/properties/timePeriodMillis/format").asText()).isEqualTo("duration");
        assertThat(kaoto("patterns").at("/multicast/propertiesSchema/properties/aggregationStrategy/format").asText()).isEqualTo("bean:org.apache.camel.AggregationStrategy");
        assertThat(kaoto("entities").at("/from/propertiesSchema/properties/uri/title").asText()).isEqualTo("Uri");
        assertThat(Described.names(kaoto("loadbalancers").at("/failoverLoadBalancer/propertiesSchema/properties"))).contains("roundRobin");
        assertThat(Described.names(kaoto("patterns"))).contains("to", "filter", "when", "log", "split").doesNotContain("kamelet", "serviceCall");
        assertThat(Described.names(kaoto("languages"))).contains("simple", "constant").doesNotContain("groovy", "xpath");
        assertThat(Described.names(kaoto("entities"))).contains("route", "from", "bean", "onException");
        assertThat(kaoto("models")).hasSizeGreaterThan(100);
        assertThat(kaoto("functions").path("simple")).isNotEmpty();
    }
}
