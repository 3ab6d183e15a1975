package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.headwater.contract.Mosquitto;
import io.headwater.contract.Routes;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running box gets over MQTT and HTTP is recorded by {@code headwater record}, and becomes a test: green, and red when the route changes. */
class RecordIT {
    private static final String SECRET = "hunter-2-is-secret";
    private static final String CLIMATE = """
            - route:
                id: climate
                from:
                  id: plant
                  uri: sensor
                  parameters:
                    name: plant
                    location: mqtt://127.0.0.1:%d/plant/+/air
                    key: TOPIC
                    idFrom: id
                    units: temperature=Cel
                    username: box
                    password: %s
                  steps:
                    - to:
                        id: sum
                        uri: summarize
                        parameters:
                          name: climate
                          window: 1s
                    - to:
                        id: up
                        uri: uplink
                        parameters:
                          channel: climate
                          whenFull: BLOCK
            """;
    private static final String PUSH = """
            - route:
                id: push
                from:
                  id: post
                  uri: platform-http
                  parameters:
                    path: /push
                    httpMethodRestrict: POST
                  steps:
                    - setHeader:
                        id: pushed
                        name: CamelCloudEventID
                        expression:
                          simple:
                            id: request
                            expression: "${header.X-Request-ID}"
                    - choice:
                        id: known
                        when:
                          - id: line
                            expression:
                              simple:
                                id: is-line
                                expression: "${header.X-Line} == '4'"
                            steps:
                              - to:
                                  id: keep
                                  uri: uplink
                                  parameters:
                                    channel: pushed
                                    whenFull: BLOCK
                        otherwise:
                          id: unknown
                          steps:
                            - throwException:
                                id: refuse
                                exceptionType: java.lang.IllegalStateException
                                message: no such line
            """;
    @TempDir
    Path folder;

    private static String record(RunningBox box, String route, Path out, Object... more) throws Exception {
        List<Object> args = new ArrayList<>(List.of("record", route, "--for", "6s", "--out", out, "--port", box.port(), "--state", box.state()));
        args.addAll(List.of(more));
        CommandRun run = CommandRun.of(args.toArray());
        assertThat(run.out() + run.err()).as("recorded").contains("1 test: 1 passed").contains("green; again:");
        assertThat(run.code()).isZero();
        return everything(out);
    }

    private static String everything(Path out) throws Exception {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file)).append('\n');
            }
        }
        return all.toString();
    }

    private static void awaitRecording(RunningBox box, String route) {
        Routes.await("the recording runs", () -> {
            try {
                return box.get("/api/recordings/" + route).path("end").isNull() && box.get("/api/recordings/" + route).has("folder");
            } catch (Exception e) {
                return false;
            }
        });
    }

    @Test
    void readingsOverMqttBecomeATest() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "mosquitto is not installed (apt-get install mosquitto)");
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Path out = folder.resolve("monday");
        try (Mosquitto broker = new Mosquitto(folder.resolve("broker"), Mosquitto.freePort()).start()) {
            Files.writeString(routes.resolve("climate.camel.yaml"), CLIMATE.formatted(broker.port(), SECRET));
            Mqtt5BlockingClient plant = MqttClient.builder().useMqttVersion5().serverHost("127.0.0.1").serverPort(broker.port()).buildBlocking();
            plant.connect();
            try (RunningBox box = RunningBox.start(routes, folder.resolve("state"), "--reload", "0s")) {
                CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                    awaitRecording(box, "climate");
                    for (int i = 0; i < 40; i++) {
                        String payload = i == 20 ? "{\"id\": \"m-20\", \"temperature\": null}" : "{\"id\": \"m-" + i + "\", \"temperature\": " + (20 + i % 5) + ", \"operator\": \"Ada Lovelace\", \"token\": \"" + SECRET + "\"}";
                        plant.publishWith().topic("plant/" + (i % 2 == 0 ? "north" : "south") + "/air").qos(MqttQos.AT_LEAST_ONCE).payload(payload.getBytes(StandardCharsets.UTF_8)).send();
                        Routes.await("a tenth of a second", tenth());
                    }
                });
                String all = record(box, "climate", out, "--scrub", "fields=operator");
                sending.join();
                assertThat(all).as("what is secret, or was scrubbed").doesNotContain(SECRET).doesNotContain("Lovelace").contains("\\\"operator\\\":\\\"***\\\"");
                assertThat(Files.readAllLines(out.resolve("plant.jsonl"))).hasSize(40);
                assertThat(Files.readString(out.resolve("climate.test.yaml"))).contains("climate/plant: { in: 40, failed: { unreadable: 1 } }", "climate/sum: { in: 39 }", "location: plant.jsonl");
            }
            plant.disconnect();
        }
        assertThat(CommandRun.of("test", out)).satisfies(run -> assertThat(run.code()).as("%s", run).isZero());
        Path route = out.resolve("climate.camel.yaml");
        Files.writeString(route, Files.readString(route).replace("units: temperature=Cel", "series: humidity"));
        CommandRun red = CommandRun.of("test", out, "--all");
        assertThat(red.code()).isEqualTo(1);
        assertThat(red.out()).contains("climate/plant failed (unreadable): expected 1, was 40");
    }

    private static java.util.function.BooleanSupplier tenth() {
        long until = System.nanoTime() + 100_000_000;
        return () -> System.nanoTime() > until;
    }

    @Test
    void whatIsPushedOverHttpBecomesATestAndTheFailureInTheFieldIsInIt() throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve("push.camel.yaml"), PUSH);
        Path out = folder.resolve("monday");
        try (RunningBox box = RunningBox.start(routes, folder.resolve("state"), "--reload", "0s")) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                awaitRecording(box, "push");
                try {
                    for (int i = 0; i < 10; i++) {
                        HttpRequest request = box.request("/push?token=" + SECRET).header("Content-Type", "application/json").header("X-Request-ID", "r-" + i).header("X-Line", i == 7 ? "5" : "4")
                                .header("Authorization", "Bearer " + SECRET).POST(HttpRequest.BodyPublishers.ofString("{\"n\": " + i + ", \"serial\": \"SN-77\"}")).build();
                        assertThat(box.http().send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(i == 7 ? 500 : 202);
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            String all = record(box, "push", out);
            sending.join();
            assertThat(all).as("secrets").doesNotContain(SECRET).contains("SN-77");
        }
        assertThat(Files.readString(out.resolve("push.test.yaml"))).contains("push/post:\n        recording: post.jsonl", "push/post: { in: 10 }", "push/known: { in: 10, failed: { IllegalStateException: 1 } }", "push/keep: { in: 9 }");
        // the failure is mended: the test says what has changed, and is red until it expects what should be
        Path route = out.resolve("push.camel.yaml");
        Files.writeString(route, Files.readString(route).replace("== '4'", "range '4..5'"));
        CommandRun red = CommandRun.of("test", out, "--all");
        assertThat(red.code()).isEqualTo(1);
        assertThat(red.out()).contains("push/keep in: expected 9, was 10").contains("push/known failed (IllegalStateException): expected 1, was 0");
    }
}
