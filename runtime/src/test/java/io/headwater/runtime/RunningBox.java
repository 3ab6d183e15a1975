package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code headwater run} of the packaged application, in a process of its own.
 *  <p>Ownership: closing kills it with SIGKILL, and waits for its end. */
record RunningBox(Process process, int port, Path state, HttpClient http) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Answers once its routes run. */
    static RunningBox start(Path routes, Path state, String... options) throws IOException, InterruptedException {
        int port = Settings.freePort();
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xmx256m", "-jar", System.getProperty("headwater.app"), "run", routes.toString(), "--state", state.toString(), "--port", Integer.toString(port)));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        RunningBox box = new RunningBox(process, port, state, HttpClient.newHttpClient());
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!box.isUp()) {
            assertThat(process.isAlive()).as("headwater run goes on").isTrue();
            assertThat(System.nanoTime()).as("headwater run is up within %s", PATIENCE).isLessThan(until);
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        return box;
    }

    private boolean isUp() throws InterruptedException {
        try {
            return !get("/api/routes").path("since").isNull();
        } catch (IOException e) {
            return false;
        }
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return new ObjectMapper().readTree(answer.body());
    }

    /** Has it take its files over; answers whether or not it lives until that is done. */
    CompletableFuture<Void> reload() throws IOException {
        HttpRequest request = request("/api/routes/reload").header("Content-Type", "application/json").header("Authorization", "Bearer " + Files.readString(BoxKey.file(state)).strip())
                .POST(HttpRequest.BodyPublishers.ofString("{}")).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).<Void>handle((answer, killed) -> null);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(PATIENCE);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
