package io.headwater.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headwater.contract.Mosquitto;
import io.headwater.contract.Routes;
import io.headwater.exchange.TemporaryFailure;
import io.headwater.flow.Book;
import io.headwater.flow.Readings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. */
class SensorRouteTest {
    @TempDir
    Path folder;

    private Mosquitto broker;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "mosquitto is not installed (apt-get install mosquitto)");
        broker = new Mosquitto(folder.resolve("broker"), Mosquitto.freePort()).start();
    }

    @AfterEach
    void end() {
        if (broker != null) {
            broker.close();
        }
    }

    private String route(String topic, String... options) {
        return route("mqtt", broker.port(), topic, "", options);
    }

    private static String route(String scheme, int port, String topic, String before, String... options) {
        return """
                - route:
                    id: plant
                %s    from:
                      id: boiler
                      uri: sensor
                      parameters:
                        name: boiler
                        location: %s://127.0.0.1:%d/%s
                        reconnectDelay: 50ms
                %s      steps:
                        - to:
                            id: end
                            uri: mock
                            parameters:
                              name: out
                """.formatted(before, scheme, port, topic, Arrays.stream(options).map(o -> "        " + o + "\n").collect(Collectors.joining()));
    }

    private static SensorStatus status(Routes routes) {
        return routes.host().shared(Sensors.class, Sensors::of).all().getFirst();
    }

    private static void awaitConnected(Routes routes) {
        Routes.await("the sensor is connected", () -> status(routes).state() == SensorState.CONNECTED);
    }

    private static Book source(Routes routes) {
        return routes.ledger().books().stream().filter(b -> b.step().equals("boiler")).findFirst().orElseThrow();
    }

    private static Set<Integer> values(Routes routes) {
        return routes.received("out", Readings.class).stream().map(r -> (int) r.values()[0]).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Integer> upTo(int n) {
        return IntStream.range(0, n).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void givesReadingsWithTheirTopicAndIdentity() throws Exception {
        try (Routes routes = Routes.of(route("plant/+/air", "idFrom: id", "timeField: at", "units: temperature=Cel,humidity=%", "key: TOPIC")); Publisher plant = new Publisher(broker.port())) {
            awaitConnected(routes);
            plant.send("plant/north/air", "{\"temperature\": 21.5, \"humidity\": 40, \"id\": \"m-1\", \"at\": \"2026-05-04T08:00:00Z\"}");
            Routes.await("a message", () -> routes.received("out").size() == 1);
            Readings readings = routes.received("out", Readings.class).getFirst();
            assertThat(readings.origin().source()).isEqualTo("boiler/plant/north/air");
            assertThat(readings.origin().eventTime()).isEqualTo("2026-05-04T08:00:00Z");
            assertThat(readings.series()).containsExactly(new Readings.Series("temperature", "Cel"), new Readings.Series("humidity", "%"));
            assertThat(readings.values()).containsExactly(21.5, 40);
            Exchange exchange = routes.mock("out").getReceivedExchanges().getFirst();
            assertThat(exchange.getIn().getHeaders()).containsEntry("CamelMqttTopic", "plant/north/air").containsEntry("CamelCloudEventID", "m-1");
            Routes.await("acknowledged", () -> status(routes).unacknowledged() == 0);
            routes.stopRoutes();
            routes.assertAtRest();
        }
    }

    @Test
    void takesTheIdentityFromAUserProperty() throws Exception {
        try (Routes routes = Routes.of(route("plant/#", "idFrom: property:message-id")); Publisher plant = new Publisher(broker.port())) {
            awaitConnected(routes);
            plant.send("plant/a", "1", "message-id", "m-7");
            plant.send("plant/a", "2");
            Routes.await("one read, one not", () -> source(routes).failed().getOrDefault("unreadable", 0L) == 1 && routes.received("out").size() == 1);
            assertThat(routes.mock("out").getReceivedExchanges().getFirst().getIn().getHeader("CamelCloudEventID")).isEqualTo("m-7");
        }
    }

    @Test
    void losesNoneOfTenThousandMessages() throws Exception {
        int n = 10_000;
        try (Routes routes = Routes.of(route("plant/n")); Publisher plant = new Publisher(broker.port())) {
            awaitConnected(routes);
            plant.sendAll("plant/n", n, Integer::toString);
            Routes.await("all came", () -> source(routes).in() == n && status(routes).unacknowledged() == 0);
            assertThat(values(routes)).isEqualTo(upTo(n));
            routes.stopRoutes();
            routes.assertAtRest();
            assertThat(source(routes).passed()).isEqualTo(n);
        }
    }

    @Test
    void keepsWhatIsUnderWayBoundedAndTheRestWithTheBroker() throws Exception {
        Semaphore pass = new Semaphore(0);
        AtomicInteger most = new AtomicInteger();
        try (Routes routes = Routes.builder().notStarted().yaml(route("plant/n", "receiveMaximum: 10")); Publisher plant = new Publisher(broker.port())) {
            routes.whenAt("out", body -> pass.acquire());
            routes.start();
            awaitConnected(routes);
            plant.sendAll("plant/n", 500, Integer::toString);
            Routes.await("ten came", () -> status(routes).unacknowledged() == 10);
            for (int i = 0; i < 500; i++) {
                most.accumulateAndGet(status(routes).unacknowledged(), Math::max);
                pass.release();
            }
            Routes.await("all came", () -> status(routes).messages() == 500 && status(routes).unacknowledged() == 0);
            assertThat(most.get()).isLessThanOrEqualTo(10);
            assertThat(values(routes)).isEqualTo(upTo(500));
        }
    }

    @Test
    void acknowledgesOnlyWhatIsThroughSoThatAStopLosesNothing() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        Path state = folder.resolve("state");
        try (Publisher plant = new Publisher(broker.port())) {
            // one worker: a mock takes one at a time, and the one that is held must not be before others that shall pass
            try (Routes routes = Routes.builder().state(state).workers(1).notStarted().yaml(route("plant/n", "receiveMaximum: 50"))) {
                routes.whenAt("out", body -> {
                    if (((Readings) body).values()[0] >= 5) {
                        held.await();
                    }
                });
                routes.start();
                awaitConnected(routes);
                plant.sendAll("plant/n", 100, Integer::toString);
                Routes.await("some are through", () -> status(routes).messages() - status(routes).unacknowledged() == 5);
                // the connection goes without a word, as when the process is killed
                broker.stop();
                held.countDown();
            }
            broker.start();
        }
        try (Routes routes = Routes.builder().state(state).yaml(route("plant/n"))) {
            Routes.await("what was not acknowledged comes again", () -> values(routes).size() == 95);
            assertThat(values(routes)).doesNotContain(0, 1, 2, 3, 4).contains(5, 99);
        }
    }

    @Test
    void goesOnAfterABrokerRestartWithoutLoss() throws Exception {
        Set<Integer> seen = new ConcurrentSkipListSet<>();
        try (Routes routes = Routes.builder().notStarted().yaml(route("plant/n", "receiveMaximum: 20"))) {
            routes.whenAt("out", body -> {
                seen.add((int) ((Readings) body).values()[0]);
                Thread.sleep(1);
            });
            routes.start();
            awaitConnected(routes);
            for (int round = 0; round < 3; round++) {
                int from = round * 1000;
                try (Publisher plant = new Publisher(broker.port())) {
                    plant.sendAll("plant/n", 1000, i -> Integer.toString(from + i));
                }
                broker.stop();
                broker.start();
            }
            Routes.await("all came", () -> seen.size() == 3000 && status(routes).unacknowledged() == 0);
            assertThat(status(routes).reconnects()).isPositive();
            routes.stopRoutes();
            routes.assertAtRest();
        }
    }

    @Test
    void startsWhileTheBrokerIsAwayAndSaysSo() throws Exception {
        broker.stop();
        try (Routes routes = Routes.of(route("plant/n"))) {
            Routes.await("it waits", () -> status(routes).state() == SensorState.WAITING);
            assertThat(status(routes).error()).isEqualTo("nobody answers at 127.0.0.1:" + broker.port());
            broker.start();
            awaitConnected(routes);
            try (Publisher plant = new Publisher(broker.port())) {
                plant.send("plant/n", "7");
            }
            Routes.await("a message", () -> values(routes).contains(7));
        }
    }

    @Test
    void stopsAtOnceWhileTheBrokerIsAway() throws Exception {
        broker.stop();
        try (Routes routes = Routes.of(route("plant/n", "reconnectDelay: 30s").replace("        reconnectDelay: 50ms\n", ""))) {
            Routes.await("it waits", () -> status(routes).state() == SensorState.WAITING);
            routes.stopRoutes();
            assertThat(status(routes).state()).isEqualTo(SensorState.STOPPED);
        }
    }

    @Test
    void keepsWhatFailsForWantOfRoomAndTriesItAgain() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        AtomicInteger failures = new AtomicInteger();
        try (Routes routes = Routes.builder().notStarted().yaml(route("plant/n", "attempts: 1")); Publisher plant = new Publisher(broker.port())) {
            routes.whenAt("out", body -> {
                if (full.get()) {
                    failures.incrementAndGet();
                    throw new FullException();
                }
            });
            routes.start();
            awaitConnected(routes);
            plant.sendAll("plant/n", 20, Integer::toString);
            Routes.await("all came, and some failed again", () -> failures.get() > 21 && status(routes).unacknowledged() == 20 && status(routes).state() == SensorState.RETRYING);
            full.set(false);
            Routes.await("all acknowledged", () -> status(routes).unacknowledged() == 0 && status(routes).state() == SensorState.CONNECTED);
            assertThat(status(routes).givenUp()).isZero();
            assertThat(values(routes)).isEqualTo(upTo(20));
            routes.stopRoutes();
            routes.assertAtRest();
        }
    }

    private static final class FullException extends Exception implements TemporaryFailure {
        private static final long serialVersionUID = 1;

        FullException() {
            super("full on purpose");
        }
    }

    @Test
    void givesUpWhatFailsAsOftenAsItMayAndGoesOn() throws Exception {
        try (Routes routes = Routes.builder().notStarted().yaml(route("plant/n", "attempts: 3")); Publisher plant = new Publisher(broker.port())) {
            routes.whenAt("out", body -> {
                if (((Readings) body).values()[0] == 13) {
                    throw new IllegalStateException("broken on purpose");
                }
            });
            routes.start();
            awaitConnected(routes);
            plant.sendAll("plant/n", 20, Integer::toString);
            Routes.await("given up", () -> status(routes).givenUp() == 1 && status(routes).unacknowledged() == 0 && status(routes).messages() == 20);
            assertThat(source(routes).passed()).isEqualTo(22);
            assertThat(status(routes).error()).isEqualTo("a message on plant/n failed: broken on purpose");
            routes.stopRoutes();
            routes.assertAtRest();
        }
    }

    @Test
    void sendsWhatItCannotReadToTheDeadLetterAndGoesOn() throws Exception {
        String handler = """
                    errorHandler:
                      deadLetterChannel:
                        deadLetterUri: mock:dead
                """;
        try (Routes routes = Routes.of(route("mqtt", broker.port(), "plant/n", handler)); Publisher plant = new Publisher(broker.port())) {
            awaitConnected(routes);
            List<String> garbage = List.of("", "no JSON", "{\"a\":", "\"text\"", "{\"a\": \"text\"}", "[[1]]", "{} {}", "null", "{\"a\": 1e999}", "\u0000");
            for (String payload : garbage) {
                plant.send("plant/n", payload);
            }
            plant.send("plant/n", "{\"a\": 1}");
            Routes.await("all acknowledged", () -> source(routes).in() == garbage.size() + 1 && status(routes).unacknowledged() == 0);
            assertThat(source(routes).failed()).containsEntry("unreadable", (long) garbage.size());
            assertThat(routes.received("dead")).hasSize(garbage.size());
            assertThat(routes.mock("dead").getReceivedExchanges()).allSatisfy(e -> {
                assertThat(e.getIn().getBody()).isInstanceOf(byte[].class);
                assertThat(e.getProperty(Exchange.EXCEPTION_CAUGHT)).isInstanceOf(UnreadableException.class);
            });
            assertThat(routes.received("out")).hasSize(1);
            assertThat(status(routes).unreadable()).isEqualTo(garbage.size());
            routes.stopRoutes();
            routes.assertAtRest();
        }
    }

    @Test
    void acknowledgesWhatItCannotReadWithoutAnErrorHandlerToo() throws Exception {
        try (Routes routes = Routes.of(route("plant/n")); Publisher plant = new Publisher(broker.port())) {
            awaitConnected(routes);
            plant.send("plant/n", "no JSON");
            Routes.await("acknowledged", () -> source(routes).in() == 1 && status(routes).unacknowledged() == 0 && status(routes).messages() == 1);
            assertThat(source(routes).failed()).containsEntry("unreadable", 1L);
            assertThat(status(routes).givenUp()).isZero();
            routes.stopRoutes();
            routes.assertAtRest();
        }
    }

    @Test
    void refusesTwoThatWouldLogInUnderOneName() {
        assertThatThrownBy(() -> Routes.of(route("plant/a") + route("plant/b").replace("id: plant\n", "id: other\n").replace("id: end\n", "id: end2\n").replace("id: boiler\n", "id: boiler2\n")).close())
                .hasStackTraceContaining("HW-015").hasStackTraceContaining("sensor.clientId is test-box-boiler, as that of another sensor which runs");
    }

    @Test
    void tellsAWrongPasswordInASentenceAndNeverThePassword() throws Exception {
        Path users = folder.resolve("users");
        assertThat(new ProcessBuilder("mosquitto_passwd", "-c", "-b", users.toString(), "plant", "right-secret").start().waitFor()).isZero();
        try (Mosquitto closed = new Mosquitto(folder.resolve("closed"), Mosquitto.freePort(), "allow_anonymous false", "password_file " + users).start()) {
            Path secret = Files.writeString(folder.resolve("secret"), "wrong-secret\n");
            try (Routes routes = Routes.of(route("mqtt", closed.port(), "plant/n", "", "username: plant", "passwordFile: " + secret))) {
                Routes.await("it is refused", () -> status(routes).state() == SensorState.REFUSED);
                assertThat(status(routes).error()).startsWith("the broker 127.0.0.1:" + closed.port() + " refuses the user name or the password").doesNotContain("secret");
                Files.writeString(secret, "right-secret\n");
                awaitConnected(routes);
            }
        }
    }
}
