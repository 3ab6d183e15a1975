package io.headwater.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.contract.Routes;
import io.headwater.exchange.RefusedException;
import io.headwater.flow.Readings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sensor that plays a recording. */
class RecordingTest {
    @TempDir
    Path folder;

    private String route(String lines, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("plant.jsonl"), lines);
        return """
                - route:
                    id: plant
                    from:
                      id: boiler
                      uri: sensor
                      parameters:
                        name: boiler
                        location: %s
                        pace: FAST
                        %s
                      steps:
                        - to:
                            id: end
                            uri: mock:out
                """.formatted(file, String.join("\n        ", options));
    }

    @Test
    void givesEachMessageOnceInItsOwnTimeAndEnds() throws Exception {
        String lines = """
                # two boilers
                {"at": "2026-05-04T08:00:00Z", "body": {"id": "m-1", "temperature": 21.5}, "headers": {"CamelMqttTopic": "plant/a"}}

                {"at": "2026-05-04T08:05:00Z", "body": "{\\"id\\": \\"m-3\\"}", "headers": {"CamelMqttTopic": "plant/a"}}
                {"at": "2026-05-04T08:01:00Z", "body": "{\\"id\\": \\"m-2\\", \\"temperature\\": 22}", "as": "bytes", "headers": {"CamelMqttTopic": "plant/b"}}
                """;
        try (Routes routes = Routes.of(route(lines, "key: TOPIC", "idFrom: id", "units: Cel"))) {
            routes.host().steps().ended("plant").get();
            List<Readings> all = routes.received("out", Readings.class).stream().sorted(Comparator.comparing(r -> r.origin().sequence())).toList(); // workers are side by side
            assertThat(all).extracting(r -> r.origin().source()).containsExactly("boiler/plant/a", "boiler/plant/b");
            assertThat(Duration.between(all.get(0).origin().eventTime(), all.get(1).origin().eventTime())).isEqualTo(Duration.ofMinutes(1));
            assertThat(all).allSatisfy(r -> assertThat(r.origin().arrivalTime()).isEqualTo(r.origin().eventTime()));
            assertThat(routes.mock("out").getReceivedExchanges()).extracting(e -> e.getIn().getHeader("CamelCloudEventID")).containsExactlyInAnyOrder("m-1", "m-2");
            assertThat(routes.ledger().books()).filteredOn(b -> b.step().equals("boiler")).singleElement()
                    .satisfies(b -> assertThat(b.failed()).containsExactlyEntriesOf(java.util.Map.of("unreadable", 1L)));
            assertThat(routes.host().shared(Sensors.class, Sensors::of).all()).singleElement().satisfies(s -> assertThat(s.state()).isEqualTo(SensorState.ENDED));
            routes.stopRoutes();
            routes.assertAtRest();
        }
    }

    @Test
    void losesNoneHoweverFastTheyCome() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            lines.append("{\"at\": \"2026-05-04T08:00:00Z\", \"body\": ").append(i).append("}\n");
        }
        try (Routes routes = Routes.of(route(lines.toString(), "qos: 0", "receiveMaximum: 5"))) {
            routes.host().steps().ended("plant").get();
            assertThat(routes.received("out", Readings.class)).hasSize(3000);
        }
    }

    @Test
    void refusesWhatIsNoRecording() {
        assertThatThrownBy(() -> Routes.of(route("{\"at\": \"2026-05-04T08:00:00Z\"}\n{\"at\": \"8 o'clock\"}\n")).close()).isInstanceOf(RefusedException.class)
                .hasMessageContaining("error [HW-066] sensor.location is " + folder.resolve("plant.jsonl") + ", which is no recording: line 2 has 'at': \"8 o'clock\", must be a time such as \"2026-05-04T08:00:00Z\"\n");
        assertThatThrownBy(() -> Routes.of(route("{\"at\": \"2026-05-04T08:00:00Z\", \"bdy\": 1}\n")).close())
                .hasMessageContaining("line 1 has 'bdy'; did you mean 'body'?");
    }
}
