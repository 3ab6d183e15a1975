package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

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
