package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What every Kamelet keeps that a component brings: designers show it, people can read its form, and it can be written out. */
class ShippedKameletsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\??)([^:{}]+)}}");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> ALL = Kamelets.shipped();

    static Set<String> names() {
        return ALL.keySet();
    }

    private static JsonNode tree(String name) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(ALL.get(name)));
    }

    private static Set<String> keys(JsonNode map) {
        Set<String> keys = new TreeSet<>();
        map.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void everyFileIsInItsJarsIndex() throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> all = Files.walk(Site.HOME.resolve("components"))) {
            all.filter(p -> p.toString().contains("src/main/resources/kamelets/")).forEach(p -> files.add(p.getFileName().toString().replace(Kamelets.ENDING, "")));
        }
        assertThat(ALL.keySet()).isEqualTo(files).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void theGuideNamesEach() throws IOException {
        assertThat(ALL.keySet()).allMatch(Files.readString(Site.HOME.resolve("src/docs/guide/draw.md"))::contains);
    }

    @ParameterizedTest
    @MethodSource("names")
    void designersCanShowIt(String name) throws Exception {
        JsonNode kamelet = tree(name);
        assertThat(ALL.get(name)).as("Karavan splits there").doesNotContain("---");
        assertThat(kamelet.path("apiVersion").asText()).isEqualTo("camel.apache.org/v1");
        assertThat(kamelet.path("kind").asText()).isEqualTo("Kamelet");
        assertThat(kamelet.at("/metadata/name").asText()).isEqualTo(name);
        assertThat(name).endsWith("-" + kamelet.path("metadata").path("labels").path("camel.apache.org/kamelet.type").asText());
        JsonNode annotations = kamelet.path("metadata").path("annotations");
        assertThat(annotations.path("camel.apache.org/catalog.version").isTextual()).isTrue();
        assertThat(annotations.path("camel.apache.org/provider").asText()).isEqualTo("Headwater");
        String icon = annotations.path("camel.apache.org/kamelet.icon").asText();
        assertThat(icon).startsWith("data:image/svg+xml;base64,");
        byte[] svg = Base64.getDecoder().decode(icon.substring(icon.indexOf(',') + 1));
        assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new java.io.ByteArrayInputStream(svg)).getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(new String(svg, StandardCharsets.UTF_8)).doesNotContain("script", "href");
        assertThat(ALL.keySet().stream().filter(other -> tree(other).path("metadata").path("annotations").path("camel.apache.org/kamelet.icon").asText().equals(icon))).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("names")
    void peopleCanReadItsForm(String name) {
        JsonNode definition = tree(name).at("/spec/definition");
        assertThat(definition.path("title").asText()).matches("[A-Z].{2,24}");
        assertThat(definition.path("description").asText()).matches("[A-Z].{15,160}\\.");
        definition.path("properties").properties().forEach(e -> {
            JsonNode property = e.getValue();
            assertThat(e.getKey()).matches("[a-z][A-Za-z0-9]*");
            assertThat(property.path("title").asText()).as(e.getKey()).matches("[A-Z].{2,24}");
            assertThat(property.path("description").asText()).as(e.getKey()).matches("[A-Z].{15,240}\\.");
            assertThat(property.has("default") || property.has("example")).as("%s shows what a value looks like", e.getKey()).isTrue();
            for (String key : List.of("default", "example")) {
                JsonNode value = property.path(key);
                if (!value.isMissingNode()) {
                    assertThat(switch (property.path("type").asText()) {
                        case "integer" -> value.isIntegralNumber();
                        case "number" -> value.isNumber();
                        case "boolean" -> value.isBoolean();
                        default -> value.isTextual() && !value.asText().isBlank();
                    }).as("%s.%s is a %s", e.getKey(), key, property.path("type").asText()).isTrue();
                    Set<String> choices = new HashSet<>();
                    property.path("enum").forEach(c -> choices.add(c.asText()));
                    assertThat(choices.isEmpty() || choices.contains(value.asText())).as("%s.%s is a choice", e.getKey(), key).isTrue();
                }
            }
        });
    }

    /** A property that nothing uses does nothing, and a placeholder that no property fills stays as it is. */
    @ParameterizedTest
    @MethodSource("names")
    void everyPropertyIsUsedAndEveryPlaceholderIsFilled(String name) {
        JsonNode spec = tree(name).path("spec");
        JsonNode properties = spec.at("/definition/properties");
        Set<String> required = new HashSet<>();
        spec.at("/definition/required").forEach(r -> required.add(r.asText()));
        assertThat(keys(properties)).containsAll(required);
        Set<String> used = new TreeSet<>();
        Matcher m = PLACEHOLDER.matcher(spec.path("template").toString());
        while (m.find()) {
            used.add(m.group(2));
            boolean given = required.contains(m.group(2)) || properties.path(m.group(2)).has("default");
            assertThat(m.group(1).isEmpty()).as("%s is left out exactly when it may be absent", m.group()).isEqualTo(given);
        }
        assertThat(used).isEqualTo(keys(properties));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyStepHasAnIdAndTheHouseForm(String name) {
        JsonNode from = tree(name).at("/spec/template/route/from");
        List<JsonNode> bodies = new ArrayList<>(List.of(from));
        from.path("steps").forEach(step -> step.forEach(bodies::add)); // its own, and Camel's: these have no uri
        assertThat(bodies).hasSizeGreaterThanOrEqualTo(2).allSatisfy(body -> {
            assertThat(body.path("id").asText()).isNotEmpty();
            assertThat(body.path("uri").asText("to")).matches("kamelet:(source|sink)|[a-z-]+");
        });
    }

    /** With each property as its example says. */
    @ParameterizedTest
    @MethodSource("names")
    void isRightWithItsExamples(String name) throws IOException {
        Path folder = Files.createTempDirectory("kamelet");
        Site site = new Site(folder);
        StringBuilder parameters = new StringBuilder();
        tree(name).at("/spec/definition/properties").properties().forEach(e -> {
            Object value = e.getKey().equals("labels") ? "person" : e.getValue().has("example") ? e.getValue().path("example") : e.getValue().path("default");
            parameters.append("      ").append(e.getKey()).append(": ").append(value).append('\n');
        });
        String use = "    uri: kamelet:" + name + "\n" + (parameters.isEmpty() ? "" : "    parameters:\n" + parameters);
        Files.copy(folder.resolve("clip.mp4"), folder.resolve("crossing.mp4"));
        Path route = site.write("site.camel.yaml", name.endsWith("-source") ? "- from:\n" + use + "    steps:\n      - log: seen\n"
                : Site.CAMERA + (name.startsWith("people") || name.startsWith("object-detector") || name.startsWith("privacy") || name.startsWith("region") || name.endsWith("-sink") ? "" : "      - to: infer:people?minScore=0.1\n".indent(2))
                + (name.startsWith("zone") || name.startsWith("line") ? "      - to: track:people\n".indent(2) : "")
                + ("- to:\n" + use.indent(2)).indent(8));
        assertThat(site.text(RouteChecker.checkWithCamel(List.of(route), List.of())).replaceAll("(?m)^.*HW-011.*\n.*\n?", "")).as(Files.readString(route)).isEmpty();
    }

    /** Anybody's Camel can load it, with its own Kamelets' loader. */
    @ParameterizedTest
    @MethodSource("names")
    void camelsOwnLoaderTakesIt(String name) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext(false)) {
            camel.build();
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(name + Kamelets.ENDING, ALL.get(name)));
            assertThat(camel.getRouteTemplateDefinition(name)).isNotNull();
            assertThat(camel.getRouteTemplateDefinition(name).getTemplateParameters().stream().map(p -> p.getName())).containsAll(keys(tree(name).at("/spec/definition/properties")));
        }
    }
}
