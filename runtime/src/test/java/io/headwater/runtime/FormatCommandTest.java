package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatCommandTest {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    private static final String SHORT = "- route:\n    id: a\n    from:\n      id: f\n      uri: timer:t\n      steps:\n        - to: log:a\n";
    private static final String HOUSE = """
            - route:
                id: a
                from:
                  id: f
                  uri: timer
                  parameters:
                    timerName: t
                  steps:
                    - to:
                        id: to-1
                        uri: log
                        parameters:
                          loggerName: a
            """;
    @TempDir
    Path folder;

    @Test
    void rewritesInPlaceAndKeepsLinkAndRights() throws IOException {
        Path real = Files.writeString(Files.createDirectory(folder.resolve("real")).resolve("a.camel.yaml"), SHORT);
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("a.camel.yaml"), Path.of("real/a.camel.yaml"));
        assertThat(CommandRun.of("format", link)).isEqualTo(new CommandRun(0, "formatted  " + link + "\n0 files are as they were\n", ""));
        assertThat(real).hasContent(HOUSE);
        assertThat(link).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real))).isEqualTo("rw-r-----");
        try (Stream<Path> files = Files.list(real.getParent())) {
            assertThat(files).containsExactly(real);
        }
        assertThat(CommandRun.of("format", link)).isEqualTo(new CommandRun(0, "1 file is as it was\n", ""));
    }

    @Test
    void checkNamesWhatDiffersAndWritesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("a.camel.yaml"), SHORT);
        assertThat(CommandRun.of("format", "--check", file, HOME.resolve("routes"))).satisfies(run -> {
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out()).startsWith("differs    " + file + "\n").endsWith(" files are as they were\n");
        });
        assertThat(file).hasContent(SHORT);
        assertThat(CommandRun.of("format", "--check", HOME.resolve("routes/people"))).isEqualTo(new CommandRun(0, "1 file is as it was\n", ""));
    }

    @Test
    void printsInsteadOfWriting() throws IOException {
        Path file = Files.writeString(folder.resolve("a.camel.yaml"), SHORT);
        assertThat(CommandRun.of("format", "--stdout", file)).isEqualTo(new CommandRun(0, HOUSE, ""));
        assertThat(file).hasContent(SHORT);
        assertThat(CommandRun.of("format", "--stdout", file, file).err()).startsWith("error: --stdout takes one file, there are 2");
    }

    @Test
    void doesNotTouchWhatIsNoYaml() throws IOException {
        Path wrong = Files.writeString(folder.resolve("a.camel.yaml"), "- route:\n\tid: a\n");
        Path right = Files.writeString(folder.resolve("b.camel.yaml"), SHORT);
        CommandRun run = CommandRun.of("format", folder);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith(wrong + ":2:1: error [HW-001] ");
        assertThat(wrong).hasContent("- route:\n\tid: a\n");
        assertThat(right).hasContent(HOUSE);
    }
}
