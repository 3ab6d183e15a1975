package io.headwater.runtime.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each example is a folder that Karavan takes as a project, and what runs Karavan itself has the form that it must have. No
 *  container is started. */
class KaravanProjectsTest {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    /** What Karavan 4.18.1's compose files can hold; it drops the rest. */
    private static final Set<String> SERVICE = Set.of("container_name", "image", "restart", "cpus", "cpu_percent", "mem_limit", "mem_reservation", "command", "ports", "volumes",
            "expose", "depends_on", "networks", "environment", "healthcheck", "labels");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^:{}]+):([^{}]*)}}");

    private static List<Path> projects() throws IOException {
        try (Stream<Path> all = Files.list(HOME.resolve("routes"))) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static JsonNode yaml(Path file) throws IOException {
        return Described.tree(Files.readString(file));
    }

    @Test
    void eachExampleIsAProject() throws IOException {
        assertThat(projects()).hasSizeGreaterThanOrEqualTo(2);
        for (Path project : projects()) {
            String name = project.getFileName().toString();
            Properties settings = new Properties();
            try (Reader in = Files.newBufferedReader(project.resolve("application.properties"))) {
                settings.load(in);
            }
            assertThat(settings.getProperty("camel.karavan.project-id")).isEqualTo(name);
            assertThat(settings.getProperty("camel.main.name")).isEqualTo(name);
            assertThat(settings.getProperty("camel.jbang.camel-version")).isEqualTo(Described.components().get("log").at("/component/version").asText());
            // the placeholders that Karavan offers are those of the route, with the same defaults
            Matcher m = PLACEHOLDER.matcher(Files.readString(project.resolve(name + ".camel.yaml")));
            Set<String> used = new TreeSet<>();
            while (m.find()) {
                used.add(m.group(1));
                assertThat(settings.getProperty(m.group(1))).as(m.group()).isEqualTo(m.group(2));
            }
            assertThat(used).isEqualTo(new TreeSet<>(settings.stringPropertyNames().stream().filter(k -> !k.startsWith("camel.")).toList()));
        }
    }

    @Test
    void eachExampleHasAComposeFileThatKaravanKeeps() throws IOException {
        Set<String> ports = new TreeSet<>();
        for (Path project : projects()) {
            JsonNode compose = yaml(project.resolve("docker-compose.yaml"));
            assertThat(Described.names(compose.path("services"))).containsExactly(project.getFileName().toString());
            JsonNode service = compose.path("services").path(project.getFileName().toString());
            assertThat(SERVICE).containsAll(Described.names(service));
            assertThat(service.at("/ports/0").asText()).matches("\\d+:8080");
            assertThat(ports.add(service.at("/ports/0").asText())).as("projects run side by side").isTrue();
            for (JsonNode volume : service.path("volumes")) {
                String from = volume.asText().replaceFirst(":.*", "");
                assertThat(from.equals(".") || compose.path("volumes").has(from)).as(volume.asText()).isTrue();
            }
        }
    }

    @Test
    void karavansComposeFileBuildsFromTheCatalog() throws IOException {
        Path file = HOME.resolve("k8s/karavan/docker-compose.yaml");
        JsonNode build = yaml(file).at("/services/karavan/build");
        Path context = file.resolveSibling(build.path("context").asText()).normalize();
        assertThat(context).isEqualTo(HOME.resolve("target/catalog"));
        Path dockerfile = context.resolve(build.path("dockerfile").asText()).normalize();
        Matcher copied = Pattern.compile("(?m)^COPY karavan/(\\S+) ").matcher(Files.readString(dockerfile));
        assertThat(copied.find()).isTrue();
        assertThat(Catalog.karavan().keySet()).anyMatch(f -> f.startsWith(copied.group(1) + "/"));
    }

    @Test
    void kustomizeTakesKaravan() throws Exception {
        assumeTrue(Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).anyMatch(p -> Files.isExecutable(Path.of(p, "kubectl"))), "kubectl is not installed");
        Process process = new ProcessBuilder("kubectl", "kustomize", HOME.resolve("k8s/karavan").toString()).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        Set<String> kinds = new TreeSet<>();
        for (String document : text.split("(?m)^---$")) {
            JsonNode resource = Described.tree(document);
            kinds.add(resource.path("kind").asText());
            if (resource.path("kind").asText().equals("Role")) {
                resource.path("rules").forEach(rule -> assertThat(rule.path("verbs")).extracting(JsonNode::asText).containsOnly("get", "list", "watch"));
            }
        }
        assertThat(kinds).containsExactly("ConfigMap", "Deployment", "Namespace", "Role", "RoleBinding", "Service", "ServiceAccount");
    }
}
