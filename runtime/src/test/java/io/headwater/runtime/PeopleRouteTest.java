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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example route over its whole clip, flat out, with its real model: what its outbox holds at the end is what the teacher saw.
 *  That it is what it was is shown by {@code people.test.yaml}. */
class PeopleRouteTest {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    private static final Path ROUTE = HOME.resolve("routes/people/people.camel.yaml");
    private static final Path TEACHER = HOME.resolve("routes/people/teacher-counts.csv");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WINDOWS = 8;

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
    void countsTheClipAsTheTeacherDoes() throws Exception {
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
        long frames = 0;
        double people = 0;
        try (Routes routes = Routes.builder().clock(() -> START).workers(2).folder(route.getParent()).reader((camel, file) -> RouteSource.parts(file).getFirst().resource()).file(route)) {
            assertThat(routes.ledger().books()).extracting(b -> b.route() + "/" + b.step()).contains("people/cam", "people/find", "people/sum", "people/up");
            routes.host().steps().ended("people").get(120, TimeUnit.SECONDS);
            for (OutboxRecord record : Delivered.take(Outbox.of(routes.context()), WINDOWS)) {
                JsonNode window = JSON.readTree(record.payload());
                frames += window.get("frames").asLong();
                people += window.get("perFrame").get("person").get("sum").asDouble();
            }
            routes.stopRoutes();
            routes.assertAtRest();
        }
        double teacher = Files.readAllLines(TEACHER).stream().filter(l -> l.matches("\\d+,\\d+")).mapToInt(l -> Integer.parseInt(l.split(",")[1])).average().orElseThrow();
        assertThat(frames).as("every frame of the clip is in a window").isEqualTo(795);
        assertThat(people / frames).as("people a frame, the teacher's mean is %s", teacher).isCloseTo(teacher, within(0.15 * teacher));
    }
}
