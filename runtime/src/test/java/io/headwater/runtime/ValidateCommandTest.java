package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    @TempDir
    Path folder;

    @Test
    void saysWhatIsRight() {
        assertThat(CommandRun.of("validate", HOME.resolve("routes/people"))).isEqualTo(new CommandRun(0, "1 file is right\n", ""));
        assertThat(CommandRun.of("validate", HOME.resolve("routes/people"), HOME.resolve("routes/faces"))).isEqualTo(new CommandRun(0, "2 files are right\n", ""));
    }

    @Test
    void saysEverythingThatIsWrong() throws IOException {
        Path file = Files.writeString(folder.resolve("a.camel.yaml"), "- from:\n    uri: timer:a\n    steps:\n      - to: lgo:a\n      - too: log:a\n");
        assertThat(CommandRun.of("validate", file)).isEqualTo(new CommandRun(2, "", """
                %1$s:4:13: error [HW-003] there is no component 'lgo'; did you mean 'log'?
                  fix: log:a
                %1$s:5:9: error [HW-002] there is no step 'too'; did you mean 'to'?
                  fix: - to:
                2 problems
                """.formatted(file)));
    }

    @Test
    void warnsWithoutRefusingUnlessItShallBeStrict() throws IOException {
        Path file = Files.writeString(folder.resolve("a.camel.yaml"), "- from:\n    uri: timer:a\n    steps:\n      - to: stage:work\n");
        String warning = """
                %s:4:13: warning [HW-036] stage work is written here, and no route given reads it
                  fix: mend its name, or give the route that reads it too     see: components/stage/README.md#options
                """.formatted(file);
        assertThat(CommandRun.of("validate", file)).isEqualTo(new CommandRun(0, "1 file is right, 1 warning\n", warning));
        assertThat(CommandRun.of("validate", "--strict", file)).isEqualTo(new CommandRun(2, "", warning + "1 warning\n"));
    }

    @Test
    void tellsWhatADesignerWouldLoseWhenAsked() throws IOException {
        Path file = Files.writeString(folder.resolve("a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      id: tick
                      uri: timer
                      parameters:
                        timerName: a
                      steps:
                        # to the log
                        - to:
                            id: out
                            uri: log
                            parameters:
                              loggerName: a
                              marker: " "
                """);
        String dropped = "%s:15:15: warning [HW-041] Karavan drops parameters.marker, whose value is blank\n  fix: leave it out, or give it a value that is not blank\n".formatted(file);
        String comment = "%s:9:9: warning [HW-043] %s drops this comment\n  fix: write it as a description: or note: of its route or step\n";
        assertThat(CommandRun.of("validate", file)).isEqualTo(new CommandRun(0, "1 file is right\n", ""));
        assertThat(CommandRun.of("validate", "--designer", "karavan", file)).isEqualTo(new CommandRun(0, "1 file is right, 2 warnings\n", comment.formatted(file, "Karavan") + dropped));
        assertThat(CommandRun.of("validate", "--designer=kaoto,karavan", "--strict", file)).isEqualTo(new CommandRun(2, "",
                comment.formatted(file, "Kaoto") + comment.formatted(file, "Karavan") + dropped + "3 warnings\n"));
    }

    @Test
    void tellsOtherPrograms() throws IOException {
        Path file = Files.writeString(folder.resolve("50%,a.camel.yaml"), "- from:\n    uri: timer:a\n    steps:\n      - to: lgo:a\n");
        CommandRun github = CommandRun.of("validate", "--format", "github", file);
        assertThat(github).isEqualTo(new CommandRun(2, "::error file=%s,line=4,col=13,title=HW-003::there is no component 'lgo'; did you mean 'log'?%%0Afix: log:a\n"
                .formatted(file.toString().replace("%", "%25").replace(",", "%2C")), ""));

        JsonNode json = new ObjectMapper().readTree(CommandRun.of("validate", "--format", "json", file).out());
        assertThat(json.path("errors").asInt()).isOne();
        assertThat(json.path("warnings").asInt(-1)).isZero();
        assertThat(json.at("/problems/0")).isEqualTo(new ObjectMapper().createObjectNode().put("file", file.toString()).put("line", 4).put("column", 13).put("rule", "HW-003")
                .put("severity", "error").put("text", "there is no component 'lgo'; did you mean 'log'?").put("fix", "log:a").putNull("see"));

        JsonNode run = new ObjectMapper().readTree(CommandRun.of("validate", "--format", "sarif", file).out()).at("/runs/0");
        JsonNode result = run.at("/results/0");
        assertThat(result.path("ruleId").asText()).isEqualTo("HW-003").isEqualTo(run.at("/tool/driver/rules").path(result.path("ruleIndex").asInt()).path("id").asText());
        assertThat(result.at("/message/text").asText()).isEqualTo("there is no component 'lgo'; did you mean 'log'?\nfix: log:a");
        assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri").asText()).isEqualTo(file.toUri().toString());
        assertThat(result.at("/locations/0/physicalLocation/region").toString()).isEqualTo("{\"startLine\":4,\"startColumn\":13}");
    }

    @Test
    void tellsOtherProgramsThatNothingIsWrong() {
        assertThat(CommandRun.of("validate", "--format=github", HOME.resolve("routes/people"))).isEqualTo(new CommandRun(0, "", ""));
        assertThat(CommandRun.of("validate", "--format=json", HOME.resolve("routes/people")).out()).contains("\"problems\" : [ ]");
    }

    @Test
    void looksForModelsWhereItIsTold() throws IOException {
        Path file = Files.writeString(folder.resolve("a.camel.yaml"), "- from:\n    uri: camera:a?location=test\n    steps:\n      - to: infer:people\n");
        assertThat(CommandRun.of("validate", file)).isEqualTo(new CommandRun(2, "", """
                %s:4:19: error [HW-020] infer.model is people, there is no model in %s
                  fix: put the model into %s     see: components/infer/README.md#options
                1 problem
                """.formatted(file, folder.resolve("models"), folder.resolve("models/people/<version>"))));
        assertThat(CommandRun.of("validate", file, "--models", HOME.resolve("routes/people/models"))).isEqualTo(new CommandRun(0, "1 file is right\n", ""));
    }

    @Test
    void readsAFileOfAMountedConfigMapOnce() throws IOException {
        Path data = Files.createDirectory(folder.resolve("..2026_05_04"));
        Files.writeString(data.resolve("a.camel.yaml"), "- route:\n    id: a\n    from:\n      uri: timer:a\n      steps:\n        - to: log:a\n");
        Files.createSymbolicLink(folder.resolve("..data"), data.getFileName());
        Files.createSymbolicLink(folder.resolve("a.camel.yaml"), Path.of("..data", "a.camel.yaml"));
        assertThat(CommandRun.of("validate", folder)).isEqualTo(new CommandRun(0, "1 file is right\n", ""));
    }

    @Test
    void saysWhatOnlyCamelRefuses() throws IOException {
        Path file = Files.writeString(folder.resolve("a.camel.yaml"), "- from:\n    uri: timer:a\n    steps:\n      - setHeader:\n          nam: a\n");
        assertThat(CommandRun.of("validate", file)).isEqualTo(new CommandRun(2, "", """
                %s:5:16: error [HW-010] Camel does not take this: Unsupported field: nam
                  fix: compare with Camel's YAML DSL     see: https://camel.apache.org/components/next/others/yaml-dsl.html
                1 problem
                """.formatted(file)));
    }
}
