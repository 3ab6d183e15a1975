package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"demo", "run", "new", "validate", "explain", "test", "format", "schema", "models", "catalog", "ledger", "outbox", "push", "record", "plan", "rollback"})
    void helpListsEveryOption(String command) {
        CommandRun run = CommandRun.of(command, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("Usage: headwater " + command);
        CommandLine.Model.CommandSpec spec = Main.commandLine().getSubcommands().get(command).getCommandSpec();
        assertThat(spec.options()).allSatisfy(option -> {
            assertThat(run.out()).contains(option.longestName());
            assertThat(option.description()).as(option.longestName()).isNotEmpty();
        });
        assertThat(spec.positionalParameters()).allSatisfy(parameter -> assertThat(run.out()).contains(parameter.paramLabel()));
    }

    @Test
    void withoutACommandItTellsWhatThereIs() {
        CommandRun run = CommandRun.of();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("demo", "run", "validate", "models", "bench", "verify", "Exit codes: 0 done, 1 failed while running, 2 wrong route, option or model, 3");
        assertThat(CommandRun.of("--help").out()).isEqualTo(run.out());
    }

    @Test
    void tellsItsVersion() {
        CommandRun run = CommandRun.of("--version");
        assertThat(run.code()).isZero();
        assertThat(run.out()).matches("headwater \\d+\\.\\d+\\.\\d+ on Java \\d+.*\\R");
    }

    @Test
    void namesTheNearestCommand() {
        assertThat(CommandRun.of("vaildate", "x")).isEqualTo(new CommandRun(2, "", """
                error: headwater has no command 'vaildate'; did you mean 'validate'?
                  fix: headwater --help shows what there is
                """));
    }

    @Test
    void namesTheNearestOption() {
        assertThat(CommandRun.of("run", "x", "--prt=1")).isEqualTo(new CommandRun(2, "", """
                error: headwater run has no option '--prt'; did you mean '--port'?
                  fix: headwater run --help shows what there is
                """));
    }

    @Test
    void rejectsWhatACommandDoesNotTake() {
        assertThat(CommandRun.of("demo", "routes")).isEqualTo(new CommandRun(2, "", """
                error: headwater demo takes no 'routes'
                  fix: headwater demo --help shows what there is
                """));
        assertThat(CommandRun.of("run")).isEqualTo(new CommandRun(2, "", """
                error: Missing required parameter: 'PATH'
                  fix: headwater run --help shows what there is
                """));
    }

    @Test
    void demoWithoutItsClipIsOneOfTheSurroundings() {
        assertThat(CommandRun.of("demo", "--camera", folder.resolve("nosuch.mp4"))).isEqualTo(new CommandRun(3, "", """
                error: there is no video file at %s
                  fix: --camera takes a video file that can be read, 0, /dev/video0 or rtsp://…
                """.formatted(folder.resolve("nosuch.mp4"))));
    }

    @Test
    void listsModels() {
        CommandRun run = CommandRun.of("models", HOME.resolve("routes"));
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("people 1.0.0   ready", "faces 1.0.0   ready", "labels person", "is right").doesNotContain("WRONG");
    }

    @Test
    void tellsACorruptModel() throws IOException {
        Path model = folder.resolve("models/people/1.0.0");
        Files.createDirectories(model);
        try (Stream<Path> files = Files.list(HOME.resolve("routes/people/models/people/1.0.0"))) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        Files.write(model.resolve("people.onnx"), new byte[1], StandardOpenOption.APPEND);
        CommandRun run = CommandRun.of("models", folder);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).contains("people 1.0.0   WRONG", "is NOT the file's");
        assertThat(run.err()).contains("model.yaml:4:9: error [HW-023] sha256 is ").contains("people.onnx has ");
    }

    @Test
    void modelsOfNoFolderIsOneOfTheSurroundings() {
        assertThat(CommandRun.of("models", "nosuch")).isEqualTo(new CommandRun(3, "", """
                error: there is no folder nosuch
                  fix: headwater models DIR, where DIR holds a models folder
                """));
    }
}
