package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.runtime.check.RoutePart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} within reloads of the packaged application, six routes under load: it comes back whole. With {@code -Dheadwater.long=true}
 *  a hundred kills; {@code -Dheadwater.seed=N} repeats the waits of a run. */
class ReloadKillIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUTES = 6;
    private static final int LONGEST_WAIT_MILLIS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    @TempDir
    Path folder;
    @TempDir
    Path state;
    private Process box;
    private int port;

    @AfterEach
    void stop() {
        if (box != null) {
            box.destroyForcibly();
        }
    }

    @Test
    void comesBackWithAWholeSetAfterEachKill() throws Exception {
        long seed = Long.getLong("headwater.seed", System.nanoTime());
        Random random = new Random(seed);
        TreeMap<String, Integer> after = new TreeMap<>();
        RouteSet old = write(0);
        start();
        for (int round = 1; round <= (Boolean.getBoolean("headwater.long") ? 100 : 10); round++) {
            String at = "seed " + seed + ", kill " + round;
            RouteSet next = write(round);
            CompletableFuture<?> reload = http.sendAsync(request("/api/routes/reload").header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{}")).build(),
                    HttpResponse.BodyHandlers.discarding()).exceptionally(killed -> null);
            Thread.sleep(random.nextInt(LONGEST_WAIT_MILLIS));
            box.destroyForcibly().waitFor();
            reload.join();
            assertKeptSetsAreWhole(at);
            RouteSet kept = RouteSets.in(state).newest(List.of(folder)).orElseThrow().set();
            assertThat(kept).as(at).isIn(old, next);
            after.merge(kept.equals(old) ? "before the new set was kept" : "after it", 1, Integer::sum);
            if (random.nextBoolean()) { // only what was kept can run now
                Path wrong = folder.resolve("r3.camel.yaml");
                String right = Files.readString(wrong);
                Files.writeString(wrong, right.replace("uri: log", "uri: lgo"));
                start();
                assertThat(running()).as("%s: what was kept, whole", at).containsExactlyElementsOf(digests(kept));
                assertThat(get("/api/routes").path("refused").toString()).as(at).contains("HW-003");
                Files.writeString(wrong, right);
                stop();
                box.waitFor();
            }
            start();
            assertThat(running()).as("%s: what the files say, whole", at).containsExactlyElementsOf(digests(next));
            assertThat(get("/api/routes").path("refused")).as(at).isEmpty();
            assertThat(get("/api/ledger").path("balanced").asBoolean()).as(at).isTrue();
            old = next;
        }
        System.out.printf("kills within a reload, by what was kept: %s (seed %d)%n", after, seed);
    }

    private void assertKeptSetsAreWhole(String at) throws IOException {
        try (Stream<Path> files = Files.list(state.resolve("routes"))) {
            for (Path file : files.filter(f -> !f.getFileName().toString().equals("set.half")).toList()) {
                assertThat(file.getFileName().toString()).as(at).matches("set-\\d{6}\\.json");
                JsonNode set = JSON.readTree(file.toFile());
                assertThat(set.path("parts")).as("%s: %s", at, file).hasSize(ROUTES);
                assertThat(set.path("parts").findValuesAsText("text").stream().map(t -> t.replaceAll("(?s).*fps: (\\d+).*", "$1")).distinct()).as("%s: %s is of one time", at, file).hasSize(1);
            }
        }
    }

    private void start() throws Exception {
        port = Settings.freePort();
        box = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
                "-jar", System.getProperty("headwater.app"), "run", folder.toString(), "--state", state.toString(), "--port", Integer.toString(port), "--reload", "0s")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!isUp()) {
            assertThat(box.isAlive()).as("headwater run ended with %s", box.isAlive() ? "" : box.exitValue()).isTrue();
            assertThat(System.nanoTime()).as("headwater run is up within %s", PATIENCE).isLessThan(until);
            box.waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    private boolean isUp() throws InterruptedException {
        try {
            return !get("/api/routes").path("since").isNull();
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> running() throws Exception {
        return get("/api/routes").path("parts").findValuesAsText("digest");
    }

    private static List<String> digests(RouteSet set) {
        return set.parts().stream().map(RoutePart::digest).toList();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(PATIENCE);
    }

    /** All files of one time, which each of them says. */
    private RouteSet write(int time) throws IOException {
        for (int i = 0; i < ROUTES; i++) {
            Files.writeString(folder.resolve("r" + i + ".camel.yaml"), """
                    - route:
                        id: r%1$d
                        from:
                          id: cam
                          uri: camera
                          parameters:
                            name: c%1$d
                            location: test
                            fps: %2$d
                          steps:
                            - to:
                                id: small
                                uri: preprocess
                                parameters:
                                  name: small
                                  width: 64
                                  height: 48
                            - to:
                                id: seen
                                uri: log
                                parameters:
                                  loggerName: seen
                                  level: "OFF"
                    """.formatted(i, 20 + time));
        }
        return RouteSet.read(List.of(folder));
    }
}
