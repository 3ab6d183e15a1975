package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.broker.BrokerProcess;
import io.headwater.flow.Book;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxState;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** What a program is told that pushes over HTTP, with no broker there. */
@QuarkusTest
@TestProfile(HttpPushTest.Small.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
class HttpPushTest {
    private static final int AT_ONCE = 3;

    public static final class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of("kafka.bootstrap.servers", "127.0.0.1:" + BrokerProcess.freePort(), "quarkus.http.test-port", "0",
                        "headwater.state.dir", Files.createTempDirectory("push").toString(), "headwater.outbox.maxBytes", "8MiB",
                        "headwater.http.at-once", Integer.toString(AT_ONCE));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    Engine engine;

    private final HttpClient http = HttpClient.newHttpClient();

    private static String route(String id, String steps) {
        return """
                - route:
                    id: %1$s
                    from:
                      id: %1$s-post
                      uri: platform-http
                      parameters:
                        path: /push/%1$s
                        httpMethodRestrict: POST
                      steps:
                        - setHeader:
                            id: %1$s-which
                            name: CamelCloudEventID
                            expression:
                              simple:
                                id: %1$s-id
                                expression: ${header.X-Request-ID}
                %2$s""".formatted(id, steps.replace("ID-", id + "-").indent(8));
    }

    private static final String KEEP = """
            - to:
                id: ID-keep
                uri: uplink
                parameters:
                  channel: ID-lane
                  whenFull: FAIL
            """;

    @BeforeAll
    void load() throws Exception {
        Path folder = Files.createTempDirectory("routes");
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> e : Map.of("bytes", KEEP, "readings", """
                - convertBodyTo:
                    id: ID-read
                    type: io.headwater.flow.Readings
                """ + KEEP, "slow", """
                - delay:
                    id: ID-wait
                    constant:
                      id: ID-time
                      expression: "700"
                """ + KEEP, "broken", """
                - throwException:
                    id: ID-fail
                    exceptionType: java.lang.IllegalStateException
                    message: "secret of ${body}"
                """ + KEEP, "own", """
                - setHeader:
                    id: ID-code
                    name: CamelHttpResponseCode
                    expression:
                      constant:
                        id: ID-201
                        expression: "201"
                """ + KEEP, "echo", """
                - log:
                    id: ID-tell
                    message: came
                """).entrySet()) {
            files.add(Files.writeString(folder.resolve(e.getKey() + ".camel.yaml"), route(e.getKey(), e.getValue())));
        }
        engine.load(files);
    }

    @AfterAll
    void end() {
        engine.drain();
    }

    private HttpRequest request(String path, String id, byte[] body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/push/" + path)).header("X-Request-ID", id).header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    private HttpResponse<String> post(String path, String id, byte[] body) throws Exception {
        return http.send(request(path, id, body), HttpResponse.BodyHandlers.ofString());
    }

    private OutboxState outbox() {
        return Outbox.of(engine.context()).state();
    }

    private Book book(String route, String step) {
        return engine.host().ledger().books().stream().filter(b -> b.route().equals(route) && b.step().equals(step)).findFirst().orElseThrow();
    }

    private void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body()).contains("\"status\":" + status);
        assertThat(answer.headers().map()).doesNotContainKey("X-Request-ID");
        assertThat(engine.host().ledger().check()).isEmpty();
    }

    @Test
    void acceptsWhatIsOnDiskAndCountsOnceWhatComesTwice() throws Exception {
        long before = outbox().waiting();
        for (int n = 0; n < 2; n++) {
            HttpResponse<String> answer = post("bytes", "r-1", "seven".getBytes());
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(outbox().waiting()).isEqualTo(before + 1);
    }

    @Test
    void tellsWhatItCannotRead() throws Exception {
        HttpResponse<String> answer = post("readings", "r-2", "{\"schema\": \"io.headwater.readings/1\", \"series\": 7".getBytes());
        assertProblem(answer, 400);
        assertThat(answer.body()).contains("cannot be read: not JSON, must be io.headwater.readings/1: Unexpected end-of-input").contains("line 1, column 50").doesNotContain("Source");
        assertThat(book("readings", "readings-read").failed().values().stream().mapToLong(n -> n).sum()).isEqualTo(1);
    }

    @Test
    @Order(Integer.MAX_VALUE) // it leaves no room to the others
    void asksToComeAgainWhenTheOutboxIsFull() throws Exception {
        byte[] large = new byte[500_000];
        new Random(7).nextBytes(large);
        HttpResponse<String> answer;
        int n = 0;
        do {
            answer = post("bytes", "large-" + n++, large);
        } while (answer.statusCode() == 202 && n < 100);
        assertProblem(answer, 429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(answer.body()).contains("bytes-lane");
    }

    @Test
    void letsNoMoreInAtOnceThanItMay() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int n = 0; n < 4 * AT_ONCE; n++) {
            all.add(http.sendAsync(request("slow", "s-" + n, new byte[] {7}), HttpResponse.BodyHandlers.ofString()));
        }
        List<HttpResponse<String>> answers = all.stream().map(CompletableFuture::join).toList();
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(202, 429);
        assertThat(answers.stream().filter(a -> a.statusCode() == 202)).hasSize(AT_ONCE);
        answers.stream().filter(a -> a.statusCode() == 429).forEach(a -> {
            assertProblem(a, 429);
            assertThat(a.headers().firstValue("Retry-After")).hasValue("5");
        });
        assertThat(post("slow", "s-last", new byte[] {7}).statusCode()).isEqualTo(202);
        assertThat(book("slow", "slow-keep").in()).isEqualTo(AT_ONCE + 1);
    }

    @Test
    void keepsToItselfWhyARouteFailed() throws Exception {
        HttpResponse<String> answer = post("broken", "r-3", "secret".getBytes());
        assertProblem(answer, 500);
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("Exception");
    }

    @Test
    void leavesARouteItsOwnAnswer() throws Exception {
        HttpResponse<String> own = post("own", "r-4", "seven".getBytes());
        assertThat(own.statusCode()).isEqualTo(201);
        HttpResponse<String> echo = post("echo", "r-5", "seven".getBytes());
        assertThat(echo.statusCode()).isEqualTo(200);
        assertThat(echo.body()).isEqualTo("seven");
    }

    @Test
    void hasNothingToSayOfWhatNoRouteTakes() throws Exception {
        assertThat(post("nowhere", "r-6", new byte[1]).statusCode()).isEqualTo(404);
    }
}
