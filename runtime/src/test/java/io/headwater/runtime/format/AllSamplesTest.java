package io.headwater.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.runtime.format.HouseForm.Formatted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.URISupport;
import org.apache.camel.xml.LwModelToXMLDumper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What holds of the house form whatever the file is. */
class AllSamplesTest {
    @TempDir
    Path folder;

    @Test
    void leavesTheExamplesAsTheyAre() throws IOException {
        List<Path> routes;
        try (Stream<Path> files = Files.walk(Samples.HOME.resolve("routes"))) {
            routes = files.filter(f -> f.toString().endsWith(".camel.yaml")).toList();
        }
        assertThat(routes).hasSizeGreaterThanOrEqualTo(2);
        assertThat(new HouseForm().format(routes)).allSatisfy(f -> {
            assertThat(f.after()).hasValue(f.before());
            assertThat(f.problems()).isEmpty();
        });
    }

    @Test
    void changesNothingWhenDoneTwice() throws IOException {
        int done = 0;
        for (Map.Entry<String, String> sample : Samples.all().entrySet()) {
            Formatted once = Samples.format(folder, sample.getValue());
            if (once.after().isPresent()) {
                assertThat(Samples.format(folder, once.after().get()).after()).as(sample.getKey()).isEqualTo(once.after());
                done++;
            }
        }
        assertThat(done).isGreaterThan(80);
    }

    @Test
    void refusesOnlyCasesThatAreNoListOfRoutes() throws IOException {
        List<String> refused = new ArrayList<>();
        for (Map.Entry<String, String> sample : Samples.cases().entrySet()) {
            if (Samples.format(folder, sample.getValue()).after().isEmpty()) {
                refused.add(sample.getKey().replaceFirst(".*/([0-9]+).*", "$1"));
            }
        }
        assertThat(refused).containsExactly("093", "097", "100");
    }

    @Test
    void keepsEveryComment() throws IOException {
        for (Map.Entry<String, String> sample : Samples.all().entrySet()) {
            assertThat(Samples.format(folder, sample.getValue()).problems().toString()).as(sample.getKey()).doesNotContain("this comment cannot be kept");
        }
    }

    /** Also where each line has one beside it, or above it. */
    @Test
    void keepsACommentOnEveryLine() throws IOException {
        int kept = 0;
        for (Map.Entry<String, String> sample : Samples.all().entrySet()) {
            for (String pattern : List.of("(?m)(?<=[^\\s|>-])$", "(?m)^(?=( *)\\S)")) {
                java.util.concurrent.atomic.AtomicInteger number = new java.util.concurrent.atomic.AtomicInteger();
                String text = java.util.regex.Pattern.compile(pattern).matcher(sample.getValue())
                        .replaceAll(m -> m.groupCount() == 0 ? " # beside " + number.incrementAndGet() : m.group(1) + "# above " + number.incrementAndGet() + "\n");
                Formatted formatted = Samples.format(folder, text);
                assertThat(formatted.problems().toString()).as("%s%n%s", sample.getKey(), text).doesNotContain("this comment cannot be kept");
                kept += formatted.after().isPresent() ? number.get() : 0;
            }
        }
        assertThat(kept).isGreaterThan(2000);
    }

    /** Loads both texts in Camel. What differs is only the ids that were given. */
    @Test
    void meansTheSameToCamel() throws Exception {
        int routes = 0;
        for (Map.Entry<String, String> sample : Samples.all().entrySet()) {
            Formatted formatted = Samples.format(folder, sample.getValue());
            if (formatted.after().isPresent()) {
                String before = model(here(sample.getValue()));
                assertThat(model(here(formatted.after().get()))).as("%s%n%s", sample.getKey(), formatted.after().get()).isEqualTo(before);
                routes += before.split("<route", -1).length - 1;
            }
        }
        assertThat(routes).isGreaterThan(60);
    }

    /** Values of parameters, headers and beans are read as before, also by js-yaml and Python, whose YAML is older than Camel's. */
    @Test
    void keepsTheTypeOfEveryValueOfACase() throws IOException {
        for (Map.Entry<String, String> sample : Samples.cases().entrySet()) {
            Formatted formatted = Samples.format(folder, sample.getValue());
            if (formatted.after().isPresent() && sample.getValue().contains("parameters:") && !sample.getKey().matches(".*(URI|placeholder|shorthand|as-string|with-from).*")) {
                assertThat(leaves(formatted.after().get())).as(sample.getKey()).containsAll(leaves(sample.getValue()));
            }
        }
    }

    private static List<Object> leaves(String text) {
        List<Object> found = new ArrayList<>();
        leaves(new Load(LoadSettings.builder().build()).loadFromString(text), found);
        return found;
    }

    private static void leaves(Object node, List<Object> found) {
        switch (node) {
            case Map<?, ?> map -> map.values().forEach(v -> leaves(v, found));
            case List<?> list -> list.forEach(v -> leaves(v, found));
            case null -> { }
            default -> found.add(node);
        }
    }

    /** The cases were recorded with another camera. */
    private static String here(String text) {
        return text.replace("cameraId:", "name:").replace("a.B", "java.lang.Object");
    }

    /** What Camel reads, without ids, its endpoints normalised, and numbers as designers write them; or that it reads nothing. */
    private String model(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("model.camel.yaml"), text);
        try (DefaultCamelContext camel = new DefaultCamelContext(false)) {
            camel.build();
            try {
                PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.resolveMandatoryResource(camel, "file:" + file));
            } catch (Exception e) {
                return "refused: " + e.getClass();
            }
            Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
            Map<String, String> dump = new TreeMap<>();
            for (var route : model.getRouteDefinitions()) {
                dump.put("route " + dump.size(), plain(new LwModelToXMLDumper().dumpModelAsXml(camel, route)));
                for (TryDefinition tried : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), TryDefinition.class)) {
                    dump.put("try " + dump.size(), tried.getCatchClauses() + " " + tried.getFinallyClause()); // which the dump leaves out
                }
            }
            for (var template : model.getRouteTemplateDefinitions()) {
                dump.put("template " + dump.size(), plain(new LwModelToXMLDumper().dumpModelAsXml(camel, template)));
            }
            for (var configuration : model.getRouteConfigurationDefinitions()) {
                dump.put("configuration " + dump.size(), plain(new LwModelToXMLDumper().dumpModelAsXml(camel, configuration)));
            }
            return String.join("\n", dump.values());
        }
    }

    private static String plain(String xml) throws Exception {
        StringBuilder out = new StringBuilder();
        for (String part : xml.replaceAll(" (id|customId|routeId)=\"[^\"]*\"", "").replaceAll("(minScore=0\\.\\d)0", "$1").split("(?<= uri=\")|(?=\")")) {
            out.append(out.toString().endsWith(" uri=\"") ? uri(part) : part);
        }
        return out.toString();
    }

    private static String uri(String written) {
        try {
            return URISupport.normalizeUri(written.replace("&amp;", "&"));
        } catch (Exception e) {
            return written;
        }
    }
}
