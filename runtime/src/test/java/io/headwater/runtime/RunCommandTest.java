package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run} refuses before anything is started. */
class RunCommandTest {
    @TempDir
    Path folder;
    private Path wrong;
    private Path state;

    @BeforeEach
    void wrongRoute() throws IOException {
        wrong = Files.writeString(folder.resolve("a.camel.yaml"), "- from:\n    uri: timer:a\n    steps:\n      - to: lgo:a\n");
        state = folder.resolve("state");
    }

    @Test
    void refusesAWrongRoute() {
        assertThat(CommandRun.of("run", wrong, "--port", 0, "--state", state)).isEqualTo(new CommandRun(2, "", """
                %s:4:13: error [HW-003] there is no component 'lgo'; did you mean 'log'?
                  fix: log:a
                """.formatted(wrong)));
        assertThat(state).as("the outbox is not even opened").isEmptyDirectory();
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThat(CommandRun.of("run", wrong, "--port", port, "--state", state)).isEqualTo(new CommandRun(3, "", """
                    error: port %d on 127.0.0.1 cannot be used: Address already in use
                      fix: --port %d chooses another; ss -ltnp shows who has it
                    """.formatted(port, port + 1)));
        }
    }

    @Test
    void refusesAStateFolderThatIsAFile() throws IOException {
        Files.createFile(state);
        assertThat(CommandRun.of("run", wrong, "--port", 0, "--state", state)).isEqualTo(new CommandRun(3, "", """
                error: state folder %1$s cannot be written: %1$s is a file
                  fix: --state DIR chooses another
                """.formatted(state)));
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThat(CommandRun.of("run", wrong, "--port", 65536)).isEqualTo(new CommandRun(2, "", """
                error: --port is 65536, must be 0–65535
                  fix: headwater run --help shows what there is
                """));
        assertThat(CommandRun.of("run", wrong, "--frames", 0)).isEqualTo(new CommandRun(2, "", """
                error: --frames is 0, must be 1–1048576 MiB
                  fix: headwater run --help shows what there is
                """));
        assertThat(CommandRun.of("run", wrong, "--port", 0, "--for", "5")).isEqualTo(new CommandRun(2, "", """
                error: Invalid value for option '--for': '5' is no length of time, must be like 500ms, 90s, 10m or 2h
                  fix: headwater run --help shows what there is
                """));
    }
}
