package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code push}, {@code plan} and {@code rollback} against the packaged application. */
class PushIT {
    private static final String TIMER = "- route:\n    id: %1$s\n    from:\n      uri: timer\n      parameters:\n        timerName: %1$s\n        period: %2$s\n"
            + "      steps:\n        - to:\n            uri: log\n            parameters:\n              loggerName: seen\n              level: \"OFF\"\n";
    @TempDir
    Path routes;
    @TempDir
    Path state;
    @TempDir
    Path desk;

    private Path write(Path folder, String route, int period) throws Exception {
        return Files.writeString(folder.resolve(route + ".camel.yaml"), TIMER.formatted(route, period));
    }

    private CommandRun push(RunningBox box, Object... args) {
        Object[] all = java.util.stream.Stream.concat(java.util.stream.Stream.of("push", "--port", box.port(), "--state", state), java.util.stream.Stream.of(args)).toArray();
        return CommandRun.of(all);
    }

    private CommandRun plan(RunningBox box, Path state) {
        return CommandRun.of("plan", desk, "--port", box.port(), "--state", state);
    }

    @Test
    void pushesPlansRefusesRemovesAndRollsBack() throws Exception {
        Path a = write(routes, "a", 1000);
        try (RunningBox box = RunningBox.start(routes, state, "--reload", "0s")) {
            Path b = write(desk, "b", 1000);
            write(desk, "a", 2000);
            String changes = "+ b (" + routes.resolve("b.camel.yaml") + ")\n~ a (" + a + ")\n";
            String steps = "    ~ source (timer): period 1000 → 2000\n    its counts begin anew\n";
            assertThat(push(box, desk, "--plan")).isEqualTo(new CommandRun(0, changes + steps + "only a plan; all runs as before\n", ""));
            String planned = "+ b (b.camel.yaml)\n~ a (a.camel.yaml)\n";
            assertThat(plan(box, state)).isEqualTo(new CommandRun(0, planned + steps + "2 changes; 0 run on untouched\n", ""));
            assertThat(plan(box, routes)).as("without the key").isEqualTo(new CommandRun(0, planned + "2 changes; 0 run on untouched\n",
                    "which steps change is not told: the key to change the routes cannot be read: " + BoxKey.file(routes)
                            + "\n  fix: be the user that headwater run runs as, e.g. sudo -u headwater; --state DIR is its state folder\n"));
            assertThat(routes.resolve("b.camel.yaml")).doesNotExist();
            assertThat(push(box, desk)).isEqualTo(new CommandRun(0, changes + "done\n", ""));
            assertThat(routes.resolve("b.camel.yaml")).hasSameTextualContentAs(b);
            assertThat(box.get("/api/routes").path("parts").findValuesAsText("route")).containsExactly("a", "b");

            Path c = Files.writeString(desk.resolve("c.camel.yaml"), TIMER.formatted("c", 1).replace("uri: log", "uri: lgo"));
            assertThat(push(box, desk)).isEqualTo(new CommandRun(2, "", routes.resolve("c.camel.yaml") + """
                    :10:18: error [HW-003] there is no component 'lgo'; did you mean 'log'?
                      fix: uri: log
                    refused; all runs as before
                    """));
            assertThat(routes).isDirectoryNotContaining("glob:**/c.camel.yaml");
            assertThat(c).exists();

            assertThat(push(box, "--remove", "b.camel.yaml")).isEqualTo(new CommandRun(0, "- b (" + routes.resolve("b.camel.yaml") + ")\ndone\n", ""));
            assertThat(routes.resolve("b.camel.yaml")).doesNotExist();
            assertThat(CommandRun.of("rollback", "--port", box.port(), "--state", state)).isEqualTo(new CommandRun(0, "+ b (" + routes.resolve("b.camel.yaml") + ")\ndone\n", ""));
        }
    }

    @Test
    void changesNothingForWhoHasNotTheKey() throws Exception {
        write(routes, "a", 1000);
        try (RunningBox box = RunningBox.start(routes, state, "--reload", "0s")) {
            assertThat(Files.getPosixFilePermissions(BoxKey.file(state))).extracting(Enum::name).containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
            for (String header : new String[] {"", "Bearer ", "Bearer " + "0".repeat(64)}) {
                HttpRequest request = box.request("/api/routes/files").header("Content-Type", "application/json").header("Authorization", header)
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"remove\": [\"a.camel.yaml\"]}")).build();
                HttpRequest steps = box.request("/api/routes/steps").header("Content-Type", "application/json").header("Authorization", header)
                        .POST(HttpRequest.BodyPublishers.ofString("{\"parts\": [{\"file\": \"a.camel.yaml\", \"route\": \"a\", \"text\": \"[]\"}]}")).build();
                assertThat(box.http().send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(401);
                assertThat(box.http().send(steps, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(401);
            }
            assertThat(CommandRun.of("push", "--port", box.port(), "--state", desk, "--remove", "a.camel.yaml").err())
                    .startsWith("error: the key to change the routes cannot be read: " + BoxKey.file(desk));
            assertThat(routes.resolve("a.camel.yaml")).exists();
        }
    }
}
