package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the checks know by heart is what Camel's schema, the components and their READMEs say. */
class CatalogTest {
    private static final Map<String, String> DEFINITIONS = Map.of("route", "RouteDefinition", "from", "FromDefinition", "to", "ToDefinition",
            "toD", "ToDynamicDefinition", "wireTap", "WireTapDefinition", "poll", "PollDefinition");
    private final ComponentCatalog catalog = new ComponentCatalog();

    private static JsonNode schema() throws IOException {
        try (InputStream in = CatalogTest.class.getClassLoader().getResourceAsStream("schema/camelYamlDsl.json")) {
            return new ObjectMapper().readTree(in).path("items");
        }
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void knowsTheKeysOfCamelsSchema() throws IOException {
        JsonNode schema = schema();
        assertThat(FileCheck.TOP).isEqualTo(names(schema.path("properties")));
        for (Map.Entry<String, String> known : DEFINITIONS.entrySet()) {
            JsonNode definition = schema.path("definitions").path("org.apache.camel.model." + known.getValue());
            Set<String> names = names(definition.path("properties"));
            definition.path("oneOf").forEach(one -> names.addAll(names(one.path("properties"))));
            assertThat(Fields.KNOWN.get(known.getKey())).as(known.getKey()).isEqualTo(names);
        }
    }

    @Test
    void knowsTheLanguagesOfCamelsSchema() throws IOException {
        assertThat(ComponentCatalog.LANGUAGES).isEqualTo(names(schema().path("definitions").path("org.apache.camel.model.language.ExpressionDefinition").path("properties")));
    }

    @Test
    void knowsTheUsualStepsWithoutReadingTheSchema() {
        assertThat(ComponentCatalog.USUAL_STEPS).allMatch(catalog.steps()::contains);
    }

    @Test
    void knowsEveryComponentOfOurs() throws IOException {
        try (Stream<Path> folders = Files.list(Site.HOME.resolve("components"))) {
            for (Path folder : folders.filter(f -> Files.isDirectory(f.resolve("src/generated/resources/META-INF/services/org/apache/camel/component"))).toList()) {
                assertThat(catalog.schemes()).contains(folder.getFileName().toString());
            }
        }
    }

    @Test
    void pointsToHeadingsAndDescribedOptions() throws IOException {
        for (String scheme : ComponentCatalog.OURS) {
            ComponentCatalog.Component component = catalog.find(scheme);
            assertThat(component).isNotNull();
            String see = component.see();
            String readme = Files.readString(Site.HOME.resolve(see.substring(0, see.indexOf('#'))));
            assertThat(headings(readme)).as(see).contains(see.substring(see.indexOf('#') + 1));
            for (String option : component.own()) {
                assertThat(readme).as("%s has a row for %s", see, option).containsPattern("(?m)^\\|[^|]*`" + option + "`[^|]*\\|");
            }
        }
        assertThat(headings(Files.readString(Site.HOME.resolve("components/infer/README.md")))).contains("manifest", "own-model");
    }

    /** As forges make anchors of headings. */
    private static Set<String> headings(String markdown) {
        Set<String> anchors = new TreeSet<>();
        markdown.lines().filter(l -> l.startsWith("#")).forEach(l -> anchors.add(l.replaceFirst("#+ *", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-')));
        return anchors;
    }
}
