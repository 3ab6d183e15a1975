package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    private static final Path ROUTES = Path.of(System.getProperty("headwater.home"), "routes");
    @TempDir
    Path folder;

    @Test
    void tellsOfAllRoutesBelowAFolder() {
        CommandRun run = CommandRun.of("explain", ROUTES);
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("route faces (" + ROUTES + "/faces/faces.camel.yaml:1)", "route people (" + ROUTES + "/people/people.camel.yaml:1)");
    }

    @Test
    void takesSeveralPaths() {
        assertThat(CommandRun.of("explain", ROUTES.resolve("people/people.camel.yaml"), ROUTES.resolve("faces")).out()).contains("route people", "route faces");
    }

    @Test
    void refusesAWrongFileAsValidateDoes() throws IOException {
        Path wrong = Files.writeString(folder.resolve("people.camel.yaml"), Files.readString(ROUTES.resolve("people/people.camel.yaml")).replace("minScore: 0.4", "minScore: 4"));
        CommandRun explain = CommandRun.of("explain", wrong);
        CommandRun validate = CommandRun.of("validate", wrong);
        assertThat(explain.code()).isEqualTo(ExitCode.WRONG);
        assertThat(explain.out()).isEmpty();
        assertThat(explain.err()).contains("[HW-").startsWith(wrong.toString());
        assertThat(validate.err()).startsWith(explain.err().strip());
    }

    @Test
    void refusesWhatOnlyCamelSees() throws IOException {
        Path wrong = Files.writeString(folder.resolve("people.camel.yaml"), """
                - route:
                    id: tick
                    from:
                      id: tick
                      uri: timer
                      parameters:
                        timerName: tick
                      steps:
                        - log:
                            id: tell
                            message: tick
                - onException:
                    id: wrong
                    exception:
                      - java.lang.Exception
                    steps:
                      - log:
                          id: told
                          message: tock
                """);
        CommandRun explain = CommandRun.of("explain", wrong);
        assertThat(explain.code()).isEqualTo(ExitCode.WRONG);
        assertThat(explain.err()).contains("onException must be defined before any routes");
    }

    @Test
    void givesJson() throws IOException {
        JsonNode json = new ObjectMapper().readTree(CommandRun.of("explain", "--format", "json", ROUTES.resolve("people")).out());
        JsonNode route = json.path("routes").path(0);
        assertThat(route.path("name").asText()).isEqualTo("people");
        JsonNode cam = route.path("steps").path(0);
        assertThat(cam.path("gives").asText()).isEqualTo("frames");
        assertThat(cam.path("losses").path(0).path("counted").asText()).isEqualTo("dropped (shed)");
        assertThat(route.path("steps").path(3).path("leaves").path(0).asText()).isEqualTo("summaries, as JSON, to the Kafka topic summaries");
    }
}
