package io.headwater.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headwater.contract.Mosquitto;
import io.headwater.contract.Routes;
import io.headwater.flow.Readings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker that speaks TLS, and wants to see a certificate. */
class SensorTlsTest {
    @TempDir
    static Path keys;

    private static Authority authority;
    private static Authority stranger;

    @TempDir
    Path folder;

    @BeforeAll
    static void issue() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "mosquitto is not installed (apt-get install mosquitto)");
        authority = new Authority(keys.resolve("own"));
        authority.issue("broker", "ip:127.0.0.1");
        authority.issue("elsewhere", "ip:127.0.0.2");
        authority.issue("box", "dns:box");
        stranger = new Authority(keys.resolve("strange"));
        stranger.issue("box", "dns:box");
    }

    /** A broker that shows this certificate and asks for one; beside it a port without TLS, for who publishes. */
    private Mosquitto broker(String shown, int plain) throws Exception {
        return new Mosquitto(folder.resolve("broker"), Mosquitto.freePort(), "cafile " + authority.certificate("ca"), "certfile " + authority.certificate(shown),
                "keyfile " + authority.key(shown), "require_certificate true", "listener " + plain + " 127.0.0.1", "allow_anonymous true").start();
    }

    private static String route(int port, Path trusted, String... options) {
        return """
                - route:
                    id: plant
                    from:
                      id: boiler
                      uri: sensor
                      parameters:
                        name: boiler
                        location: mqtts://127.0.0.1:%d/plant/a
                        reconnectDelay: 50ms
                        trustedCertificates: %s
                %s      steps:
                        - to:
                            id: end
                            uri: mock
                            parameters:
                              name: out
                """.formatted(port, trusted, Arrays.stream(options).map(o -> "        " + o + "\n").collect(Collectors.joining()));
    }

    private static String own(Authority of) {
        return "clientCertificate: " + of.certificate("box") + "\n        clientKey: " + of.key("box");
    }

    private static SensorStatus status(Routes routes) {
        return routes.host().shared(Sensors.class, Sensors::of).all().getFirst();
    }

    private static SensorStatus awaitRefusal(Routes routes) {
        Routes.await("the connection fails", () -> status(routes).error() != null);
        assertThat(status(routes).state()).isNotEqualTo(SensorState.CONNECTED);
        return status(routes);
    }

    private static void awaitConnected(Routes routes) {
        Routes.await("the sensor is connected", () -> status(routes).state() == SensorState.CONNECTED);
    }

    @Test
    void readsWhereEachShowsTheOtherItsCertificate() throws Exception {
        int plain = Mosquitto.freePort();
        try (Mosquitto broker = broker("broker", plain); Routes routes = Routes.of(route(broker.port(), authority.certificate("ca"), own(authority)));
                Publisher plant = new Publisher(plain)) {
            awaitConnected(routes);
            plant.send("plant/a", "{\"temperature\": 21.5}");
            Routes.await("a message", () -> routes.received("out").size() == 1);
            assertThat(routes.received("out", Readings.class).getFirst().values()).containsExactly(21.5);
        }
    }

    @Test
    void readsTheFilesAnewForEachConnection() throws Exception {
        Path trusted = Files.copy(stranger.certificate("ca"), folder.resolve("trusted.pem"));
        try (Mosquitto broker = broker("broker", Mosquitto.freePort()); Routes routes = Routes.of(route(broker.port(), trusted, own(authority)))) {
            assertThat(awaitRefusal(routes).error()).startsWith("the certificate of 127.0.0.1:").contains("is not trusted");
            Files.copy(authority.certificate("ca"), trusted, StandardCopyOption.REPLACE_EXISTING);
            awaitConnected(routes);
        }
    }

    @Test
    void trustsNoBrokerUnderAnothersAddress() throws Exception {
        try (Mosquitto broker = broker("elsewhere", Mosquitto.freePort()); Routes routes = Routes.of(route(broker.port(), authority.certificate("ca"), own(authority)))) {
            assertThat(awaitRefusal(routes).error()).contains("127.0.0.1");
        }
    }

    @Test
    void isNotLetInByACertificateOfAnotherAuthority() throws Exception {
        try (Mosquitto broker = broker("broker", Mosquitto.freePort()); Routes routes = Routes.of(route(broker.port(), authority.certificate("ca"), own(stranger)))) {
            awaitRefusal(routes);
        }
    }

    @Test
    void saysWhichFileItCannotRead() throws Exception {
        Path key = Files.writeString(folder.resolve("box.key"), "no key");
        try (Mosquitto broker = broker("broker", Mosquitto.freePort());
                Routes routes = Routes.of(route(broker.port(), authority.certificate("ca"), "clientCertificate: " + authority.certificate("box"), "clientKey: " + key))) {
            assertThat(awaitRefusal(routes).error()).contains(key.toString());
        }
    }
}
