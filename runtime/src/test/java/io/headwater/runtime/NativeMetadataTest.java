package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the native image is told by hand names things that exist, and names all of them. */
class NativeMetadataTest {
    private static final String FOLDER = "META-INF/native-image/io.headwater/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ENTRIES = classPath();

    @Test
    void namesOnlyTypesThatExist() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (JsonNode type : each("reflection", "type")) {
            if (!exists(type.asText())) {
                missing.add(type.asText());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void namesOnlyResourcesThatExist() throws IOException {
        List<String> missing = new ArrayList<>();
        for (JsonNode glob : each("resources", "glob")) {
            if (matching(glob.asText()).isEmpty()) {
                missing.add(glob.asText());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void namesEveryProviderOfOurServices() throws IOException {
        Set<String> told = new TreeSet<>();
        each("reflection", "type").forEach(t -> told.add(t.asText()));
        assertThat(matching("META-INF/services/io.headwater.*")).isNotEmpty();
        for (String service : matching("META-INF/services/io.headwater.*")) {
            assertThat(told).as(service).containsAll(providers(service));
            assertThat(each("resources", "glob")).as(service).anyMatch(g -> g.asText().equals(service));
        }
    }

    @Test
    void describesEveryComponent() throws IOException {
        List<JsonNode> globs = each("resources", "glob");
        for (URL url : Collections.list(loader().getResources("META-INF/services/org/apache/camel/component.properties"))) {
            Properties p = new Properties();
            try (InputStream in = url.openStream()) {
                p.load(in);
            }
            for (String scheme : p.getProperty("components", "").trim().split("\\s+")) {
                assertThat(ENTRIES.stream().filter(e -> e.startsWith("META-INF/") && e.endsWith("/" + scheme + ".json")))
                        .as("description of " + scheme).anyMatch(e -> globs.stream().anyMatch(g -> matches(g.asText(), e)));
            }
        }
    }

    @Test
    void runTimeInitializedTypesExist() throws IOException {
        Properties p = new Properties();
        try (InputStream in = loader().getResourceAsStream(FOLDER + "runtime/native-image.properties")) {
            p.load(in);
        }
        String prefix = "--initialize-at-run-time=";
        String types = Stream.of(p.getProperty("Args").split("\\s+")).filter(a -> a.startsWith(prefix)).findFirst().orElseThrow().substring(prefix.length());
        assertThat(types.split(",")).isNotEmpty().allMatch(name -> exists(name) || ENTRIES.stream().anyMatch(e -> e.startsWith(name.replace('.', '/') + "/")));
    }

    /** Reflection would work on the JVM and fail in the native image. */
    @Test
    void nothingOfOursUsesReflection() {
        JavaClasses ours = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.headwater");
        ArchRuleDefinition.noClasses().that().resideOutsideOfPackages("io.headwater.broker..", "io.headwater.contract..", "io.headwater.bench..")
                .should().dependOnClassesThat().resideInAnyPackage("java.lang.reflect..", "sun.misc..", "jdk.internal..").check(ours);
    }

    private static List<JsonNode> each(String section, String field) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        List<String> files = matching(FOLDER + "*/reachability-metadata.json");
        assertThat(files).isNotEmpty();
        for (String file : files) {
            try (InputStream in = loader().getResourceAsStream(file)) {
                JSON.readTree(in).path(section).forEach(entry -> found.add(entry.path(field)));
            }
        }
        return found;
    }

    private static boolean exists(String type) {
        String element = type.replace("[]", "");
        try {
            return Class.forPrimitiveName(element) != null || Class.forName(element, false, loader()) != null;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static List<String> providers(String service) throws IOException {
        List<String> names = new ArrayList<>();
        for (URL url : Collections.list(loader().getResources(service))) {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(url.openStream(), StandardCharsets.UTF_8))) {
                in.lines().map(String::trim).filter(l -> !l.isEmpty() && !l.startsWith("#")).forEach(names::add);
            }
        }
        return names;
    }

    private static List<String> matching(String glob) {
        return ENTRIES.stream().filter(e -> matches(glob, e)).toList();
    }

    private static boolean matches(String glob, String entry) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        return matcher.matches(Path.of(entry));
    }

    private static Set<String> classPath() {
        Set<String> entries = new TreeSet<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(part);
            try {
                if (Files.isDirectory(path)) {
                    try (Stream<Path> files = Files.walk(path)) {
                        files.filter(Files::isRegularFile).forEach(f -> entries.add(path.relativize(f).toString()));
                    }
                } else if (Files.isRegularFile(path)) {
                    try (JarFile jar = new JarFile(path.toFile())) {
                        jar.stream().forEach(e -> entries.add(e.getName()));
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException(part, e);
            }
        }
        return entries;
    }

    private static ClassLoader loader() {
        return NativeMetadataTest.class.getClassLoader();
    }
}
