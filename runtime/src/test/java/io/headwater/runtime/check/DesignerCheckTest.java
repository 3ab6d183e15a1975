package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of a designer's doings is what the designer does: {@code designers/karavan-4.18.1.json} holds what Karavan 4.18.1 did with
 *  each file in {@code designers/cases}, as recorded by running its own code; comments and new ids are not counted in it. */
class DesignerCheckTest {
    private static final Path DESIGNERS = Path.of("src/test/resources/designers");
    private static final Set<Rule> CONTENT = Set.of(Rule.DESIGNER_EMPTIES, Rule.DESIGNER_LOSES, Rule.DESIGNER_REWRITES);
    @TempDir
    Path folder;

    static Stream<JsonNode> cases() throws IOException {
        return StreamSupport.stream(new ObjectMapper().readTree(DESIGNERS.resolve("karavan-4.18.1.json").toFile()).spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithWhatKaravanDid(JsonNode recorded) {
        List<Problem> told = RouteChecker.checkFor(Designer.KARAVAN, List.of(DESIGNERS.resolve("cases").resolve(recorded.path("file").asText())));
        Set<Rule> rules = told.stream().map(Problem::rule).filter(CONTENT::contains).collect(Collectors.toSet());
        switch (recorded.path("karavan").asText()) {
            case "KEPT" -> assertThat(rules).as("%s", told).isEmpty();
            case "DIFF" -> assertThat(rules).as("%s", told).isNotEmpty().doesNotContain(Rule.DESIGNER_EMPTIES);
            default -> assertThat(rules).as("%s", told).contains(Rule.DESIGNER_EMPTIES);
        }
    }

    @Test
    void knowsAllCases() throws IOException {
        try (Stream<Path> files = Files.list(DESIGNERS.resolve("cases"))) {
            assertThat(files.map(f -> f.getFileName().toString())).hasSize(68)
                    .containsExactlyInAnyOrderElementsOf(cases().map(c -> c.path("file").asText()).toList());
        }
    }

    @Test
    void tellsTheSameAsBefore() throws IOException {
        StringBuilder told = new StringBuilder();
        for (JsonNode c : cases().toList()) {
            Path file = DESIGNERS.resolve("cases").resolve(c.path("file").asText());
            for (Designer designer : Designer.values()) {
                for (Problem problem : RouteChecker.checkFor(designer, List.of(file))) {
                    told.append(problem.toString().replace(file.toString(), file.getFileName().toString())).append('\n');
                }
            }
        }
        Path golden = DESIGNERS.resolve("told.txt");
        if (Boolean.getBoolean("headwater.golden.update")) {
            Files.writeString(golden, told);
        }
        assertThat(told.toString()).isEqualTo(Files.readString(golden));
    }

    @Test
    void everyExampleIsLeftAsItIs() {
        for (Designer designer : Designer.values()) {
            assertThat(RouteChecker.checkFor(designer, List.of(Site.HOME.resolve("routes")))).as("%s", designer).isEmpty();
        }
    }

    @Test
    void passesOverWhatIsNoYaml() throws IOException {
        Path file = Files.writeString(folder.resolve("a.camel.yaml"), "- route: [");
        assertThat(RouteChecker.checkFor(Designer.KARAVAN, List.of(file, folder.resolve("missing.camel.yaml")))).isEmpty();
    }
}
