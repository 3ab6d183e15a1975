package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.runtime.check.RoutePart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
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

    @TempDir
    Path folder;
    @TempDir
    Path state;
    private RunningBox box;

    @AfterEach
    void stop() throws InterruptedException {
        if (box != null) {
            box.close();
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
            CompletableFuture<?> reload = box.reload();
            Thread.sleep(random.nextInt(LONGEST_WAIT_MILLIS));
            box.close();
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
                assertThat(box.get("/api/routes").path("refused").toString()).as(at).contains("HW-003");
                Files.writeString(wrong, right);
                box.close();
            }
            start();
            assertThat(running()).as("%s: what the files say, whole", at).containsExactlyElementsOf(digests(next));
            assertThat(box.get("/api/routes").path("refused")).as(at).isEmpty();
            assertThat(box.get("/api/ledger").path("balanced").asBoolean()).as(at).isTrue();
            old = next;
        }
        System.out.printf("kills within a reload, by what was kept: %s (seed %d)%n", after, seed);
    }

    private void assertKeptSetsAreWhole(String at) throws IOException {
        try (Stream<Path> files = Files.list(state.resolve("routes"))) {
            for (Path file : files.filter(f -> !f.getFileName().toString().endsWith(".json.new")).toList()) {
                assertThat(file.getFileName().toString()).as(at).matches("set-\\d{6}\\.json");
                JsonNode set = JSON.readTree(file.toFile());
                assertThat(set.path("parts")).as("%s: %s", at, file).hasSize(ROUTES);
                assertThat(set.path("parts").findValuesAsText("text").stream().map(t -> t.replaceAll("(?s).*fps: (\\d+).*", "$1")).distinct()).as("%s: %s is of one time", at, file).hasSize(1);
            }
        }
    }

    private void start() throws Exception {
        box = RunningBox.start(folder, state, "--reload", "0s");
    }

    private List<String> running() throws Exception {
        return box.get("/api/routes").path("parts").findValuesAsText("digest");
    }

    private static List<String> digests(RouteSet set) {
        return set.parts().stream().map(RoutePart::digest).toList();
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
