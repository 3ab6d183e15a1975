package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.contract.Routes;
import io.headwater.uplink.Outbox;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The example route for a webcam, before a picture of one face instead of a camera. */
class FacesRouteTest {
    private static final Path ROUTE = Path.of(System.getProperty("headwater.home")).resolve("routes/faces/faces.camel.yaml");

    @AfterEach
    void asItWas() {
        System.clearProperty("headwater.faces.location");
    }

    @Test
    void countsTheOneFaceInThePicture() throws Exception {
        System.setProperty("headwater.faces.location", "test/astronaut.jpg");
        try (Routes routes = Routes.builder().folder(ROUTE.getParent()).file(ROUTE)) {
            routes.host().steps().ended("faces").get(60, TimeUnit.SECONDS);
            JsonNode window = new ObjectMapper().readTree(Delivered.take(Outbox.of(routes.context()), 1).getFirst().payload());
            routes.stopRoutes();
            routes.assertAtRest();
            assertThat(window.get("frames").asLong()).isEqualTo(1);
            assertThat(window.get("perFrame").get("face").get("mean").asDouble()).isEqualTo(1.0);
            assertThat(window.get("model").get("name").asText()).isEqualTo("faces");
        }
    }
}
