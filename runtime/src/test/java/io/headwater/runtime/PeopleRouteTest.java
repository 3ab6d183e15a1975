package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.contract.Routes;
import io.headwater.runtime.check.RouteSource;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example route over its whole clip, flat out, with its real model: what its outbox holds at the end is the golden file
 *  and what the teacher saw. To make the golden file again: run with {@code -Dheadwater.golden.update=true} and read the diff. */
class PeopleRouteTest {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    private static final Path ROUTE = HOME.resolve("routes/people/people.camel.yaml");
    private static final Path GOLDEN = HOME.resolve("routes/people/people.golden.json");
    private static final Path TEACHER = HOME.resolve("routes/people/teacher-counts.csv");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** People a frame: rounding differs between processors by a detection at the threshold now and then. */
    private static final double TOLERANCE = 0.1;

    @BeforeEach
    void flatOut() {
        System.setProperty("headwater.people.pace", "fast");
        System.setProperty("headwater.people.loop", "false");
    }

    @AfterEach
    void asItWas() {
        System.clearProperty("headwater.people.pace");
        System.clearProperty("headwater.people.loop");
    }

    @Test
    void countsTheClipAsTheGoldenFileAndTheTeacherSay() throws Exception {
        countsTheClip(ROUTE);
    }

    /** The same route, as somebody draws it: what the box does, and what its records are called, is the same. */
    @Test
    void countsTheSameWhenDrawnWithKamelets(@TempDir Path folder) throws Exception {
        Files.createSymbolicLink(folder.resolve("models"), ROUTE.resolveSibling("models"));
        Files.createSymbolicLink(folder.resolve("crossing.mp4"), ROUTE.resolveSibling("crossing.mp4"));
        countsTheClip(Files.writeString(folder.resolve("drawn.camel.yaml"), """
                - route:
                    id: people
                    from:
                      id: cam
                      uri: kamelet:video-file-source
                      parameters:
                        name: crossing
                        location: crossing.mp4
                        loop: "{{headwater.people.loop}}"
                        pace: "{{headwater.people.pace}}"
                      steps:
                        - to:
                            id: find
                            uri: kamelet:people-counter-action
                        - to:
                            id: sum
                            uri: kamelet:summary-action
                            parameters:
                              name: crossing
                              labels: person
                        - to:
                            id: up
                            uri: kamelet:kafka-summary-sink
                """));
    }

    private static void countsTheClip(Path route) throws Exception {
        List<JsonNode> windows = new ArrayList<>();
        try (Routes routes = Routes.builder().clock(() -> START).workers(2).folder(route.getParent()).reader(RouteSource::of).file(route)) {
            assertThat(routes.ledger().books()).extracting(b -> b.route() + "/" + b.step()).contains("people/cam", "people/find", "people/sum", "people/up");
            routes.host().steps().ended("people").get(120, TimeUnit.SECONDS);
            for (OutboxRecord record : Delivered.take(Outbox.of(routes.context()), 8)) {
                windows.add(JSON.readTree(record.payload()));
            }
            routes.stopRoutes();
            routes.assertAtRest();
        }
        if (Boolean.getBoolean("headwater.golden.update")) {
            JSON.writerWithDefaultPrettyPrinter().writeValue(GOLDEN.toFile(), windows.stream().map(PeopleRouteTest::essence).toList());
        }
        JsonNode golden = JSON.readTree(GOLDEN.toFile());
        assertThat(windows).hasSize(golden.size());
        long frames = 0;
        double people = 0;
        for (int i = 0; i < windows.size(); i++) {
            JsonNode window = essence(windows.get(i));
            assertThat(window.get("id")).isEqualTo(golden.get(i).get("id"));
            assertThat(window.get("frames").asLong()).isEqualTo(golden.get(i).get("frames").asLong());
            assertThat(window.get("coverage")).isEqualTo(golden.get(i).get("coverage"));
            assertThat(window.get("mean").asDouble()).isCloseTo(golden.get(i).get("mean").asDouble(), within(TOLERANCE));
            assertThat(window.get("min").asDouble()).isCloseTo(golden.get(i).get("min").asDouble(), within(1.0));
            assertThat(window.get("max").asDouble()).isCloseTo(golden.get(i).get("max").asDouble(), within(1.0));
            frames += window.get("frames").asLong();
            people += windows.get(i).get("perFrame").get("person").get("sum").asDouble();
        }
        assertThat(frames).as("every frame of the clip is in a window").isEqualTo(795);
        double teacher = Files.readAllLines(TEACHER).stream().filter(l -> l.matches("\\d+,\\d+")).mapToInt(l -> Integer.parseInt(l.split(",")[1])).average().orElseThrow();
        assertThat(people / frames).as("people a frame, the teacher's mean is %s", teacher).isCloseTo(teacher, within(0.15 * teacher));
    }

    private static JsonNode essence(JsonNode record) {
        JsonNode person = record.get("perFrame").get("person");
        return JSON.createObjectNode().put("id", record.get("id").asText()).put("frames", record.get("frames").asLong())
                .put("coverage", record.get("coverage").asDouble()).put("mean", Math.round(person.get("mean").asDouble() * 1000) / 1000.0)
                .put("min", person.get("min").asDouble()).put("max", person.get("max").asDouble());
    }
}
