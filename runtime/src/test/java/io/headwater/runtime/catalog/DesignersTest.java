package io.headwater.runtime.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.headwater.runtime.format.HouseForm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Karavan's own code, from npm, reads our catalog, and gives our routes back as they are. Runs where node is and
 *  {@code npm ci} was run in {@code src/designers}. */
class DesignersTest {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    private static final Path DESIGNERS = HOME.resolve("src/designers");
    private static final Pattern ROUTE = Pattern.compile("(?ms)^```yaml\\n(- route:\\n.*?)^```");
    private static final String NUMBERS = """
            - route:
                id: numbers
                from:
                  id: cam
                  uri: camera
                  parameters:
                    name: "0.40"
                    location: test
                    fps: 30.0
                  steps:
                    - to:
                        id: find
                        uri: infer
                        parameters:
                          model: people
                          minScore: 0.40
            """;
    @TempDir
    static Path folder;
    private static JsonNode told;

    @BeforeAll
    static void karavan() throws Exception {
        assumeTrue(Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).anyMatch(p -> Files.isExecutable(Path.of(p, "node"))), "node is not installed");
        assumeTrue(Files.isDirectory(DESIGNERS.resolve("node_modules/karavan-core")), "npm ci was not run in src/designers");
        for (Map.Entry<String, String> file : Catalog.karavan().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Path bundle = folder.resolve("karavan.mjs");
        run(List.of(DESIGNERS.resolve("node_modules/.bin/esbuild").toString(), "karavan.ts", "--bundle", "--platform=node", "--format=esm", "--log-level=warning", "--outfile=" + bundle));
        List<String> command = new ArrayList<>(List.of("node", bundle.toString(), folder.resolve("metadata/components.json").toString(), folder.resolve("kamelets").toString()));
        routes().forEach(r -> command.add(r.toString()));
        told = Described.JSON.readTree(run(command));
    }

    private static String run(List<String> command) throws Exception {
        File out = folder.resolve("out.txt").toFile();
        Process process = new ProcessBuilder(command).directory(DESIGNERS.toFile()).redirectErrorStream(true).redirectOutput(out).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(out.toPath());
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    /** The examples, and the routes that the guide shows. */
    private static List<Path> routes() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(HOME.resolve("routes"))) {
            all.filter(p -> p.toString().endsWith(".camel.yaml")).sorted().forEach(files::add);
        }
        Matcher m = ROUTE.matcher(Files.readString(HOME.resolve("src/docs/guide/draw.md")));
        while (m.find()) {
            files.add(Files.writeString(folder.resolve("guide-" + files.size() + ".camel.yaml"), m.group(1)));
        }
        files.add(Files.writeString(folder.resolve("numbers.camel.yaml"), NUMBERS));
        return files;
    }

    /** Drawing and {@code format} give the same text, also where a person wrote a number otherwise. */
    @Test
    void karavanWritesWhatFormatWrites() throws IOException {
        for (JsonNode route : told.path("routes")) {
            Path file = Path.of(route.path("file").asText());
            assertThat(new HouseForm().format(List.of(file)).getFirst().after()).as(file.toString()).hasValue(route.path("text").asText());
        }
    }

    @Test
    void karavanShowsTheFormOfEachComponent() throws IOException {
        JsonNode written = Described.JSON.readTree(Catalog.karavan().get("metadata/components.json"));
        assertThat(told.path("components")).hasSameSizeAs(written);
        for (JsonNode component : written) {
            JsonNode form = find("components", component.at("/component/name").asText());
            Set<String> shown = new TreeSet<>();
            form.path("source").forEach(p -> shown.add(p.asText()));
            form.path("step").forEach(p -> shown.add(p.asText()));
            assertThat(shown).isEqualTo(new TreeSet<>(Described.names(component.path("properties"))));
        }
        assertThat(find("components", "stage").path("source")).extracting(JsonNode::asText).contains("workers").doesNotContain("capacity");
        assertThat(find("components", "stage").path("step")).extracting(JsonNode::asText).contains("capacity").doesNotContain("workers");
    }

    @Test
    void karavanShowsEachKamelet() {
        Described.kamelets().forEach((name, kamelet) -> {
            JsonNode shown = find("kamelets", name);
            assertThat(shown.path("title").asText()).isEqualTo(kamelet.at("/spec/definition/title").asText());
            assertThat(name).endsWith("-" + shown.path("type").asText());
            assertThat(shown.path("icon").asText()).startsWith("data:image/svg+xml");
            assertThat(shown.path("properties")).extracting(JsonNode::asText).isEqualTo(Described.names(kamelet.at("/spec/definition/properties")));
        });
    }

    @Test
    void karavanGivesOurRoutesBackAsTheyAre() throws IOException {
        assertThat(told.path("routes")).hasSizeGreaterThanOrEqualTo(3);
        for (JsonNode route : told.path("routes")) {
            assertThat(route.path("text").asText()).as(route.path("file").asText() + " " + route.path("failed").asText())
                    .isEqualTo(Files.readString(Path.of(route.path("file").asText())).replace("Score: 0.40", "Score: 0.4").replace("30.0", "30"));
        }
    }

    private static JsonNode find(String list, String name) {
        for (JsonNode entry : told.path(list)) {
            if (entry.path("name").asText().equals(name)) {
                return entry;
            }
        }
        throw new AssertionError("Karavan shows no " + name);
    }
}
