package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class SchemaCommandTest {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static JsonSchema schema;

    @BeforeAll
    static void print() {
        CommandRun run = CommandRun.of("schema");
        assertThat(run.code()).isZero();
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(run.out());
    }

    private static Set<ValidationMessage> check(String yaml) {
        return schema.validate(JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml)));
    }

    private static String people() throws IOException {
        return Files.readString(HOME.resolve("routes/people/people.camel.yaml"));
    }

    @Test
    void takesEveryExample() throws IOException {
        List<Path> routes;
        try (Stream<Path> files = Files.walk(HOME.resolve("routes"))) {
            routes = files.filter(f -> f.toString().endsWith(".camel.yaml")).toList();
        }
        assertThat(routes).hasSizeGreaterThanOrEqualTo(2);
        for (Path route : routes) {
            assertThat(check(Files.readString(route))).as(route.toString()).isEmpty();
        }
    }

    @Test
    void refusesAnOptionOfAWrongType() throws IOException {
        assertThat(check(people().replace("minScore: 0.4", "minScore: high")).toString()).contains("minScore", "pattern");
    }

    @Test
    void refusesAnOptionThatDoesNotExist() throws IOException {
        assertThat(check(people().replace("minScore: 0.4", "minscore: 0.4")).toString()).contains("minscore");
    }

    @Test
    void refusesAMissingOption() throws IOException {
        assertThat(check(people().replace("              channel: summaries\n", "              topic: summaries\n")).toString()).contains("channel", "required");
    }

    @Test
    void refusesAChoiceThatIsNone() throws IOException {
        assertThat(check(people().replace("pace: \"{{headwater.people.pace:realtime}}\"", "pace: slow")).toString()).contains("pace");
    }
}
