package io.headwater.sensor;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headwater.contract.ComponentContract;
import io.headwater.contract.Mosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class SensorContractTest extends ComponentContract {
    private static Mosquitto broker;
    private static Publisher plant;
    private static Thread sender;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "mosquitto is not installed (apt-get install mosquitto)");
        broker = new Mosquitto(Files.createTempDirectory("mosquitto"), Mosquitto.freePort()).start();
        plant = new Publisher(broker.port());
        sender = Thread.ofPlatform().daemon().start(() -> {
            try {
                for (int i = 0; !Thread.interrupted(); i++) {
                    plant.send("plant/a/air", "{\"temperature\": " + i + "}");
                    Thread.sleep(2);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the end
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @AfterAll
    static void end() throws Exception {
        if (sender != null) {
            sender.interrupt();
            sender.join();
            broker.close();
        }
    }

    @Override
    protected String scheme() {
        return "sensor";
    }

    @Override
    protected boolean isSource() {
        return true;
    }

    @Override
    protected String route() {
        return """
                - route:
                    id: contract
                    from:
                      id: plant
                      uri: sensor
                      parameters:
                        name: plant
                        location: mqtt://127.0.0.1:%d/plant/+/air
                        reconnectDelay: 20ms
                        cleanStart: true
                      steps:
                        - to:
                            id: end
                            uri: mock
                            parameters:
                              name: out
                """.formatted(broker.port());
    }

    @Override
    protected void prepare(Path folder) {}

    @Override
    protected boolean runsReadmeRoute() {
        return true;
    }
}
