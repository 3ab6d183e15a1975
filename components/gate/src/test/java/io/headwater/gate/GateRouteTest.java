package io.headwater.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.contract.Pictures;
import io.headwater.contract.Routes;
import io.headwater.flow.Book;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class GateRouteTest {
    private static final String ROUTE = """
            - route:
                id: busy
                from:
                  id: in
                  uri: direct
                  parameters:
                    name: in
                  steps:
                    - to:
                        id: only
                        uri: gate
                        parameters:
                          name: busy
                          minScore: 0.5
                          labels: person, dog
                          whenEmpty: hold
                    - to:
                        id: end
                        uri: mock
                        parameters:
                          name: out
            """;

    private static Book book(Routes routes) {
        return routes.ledger().books().stream().filter(b -> b.kind().equals("gate")).findFirst().orElseThrow(() -> new AssertionError(routes.ledger().books()));
    }

    @Test
    void narrowsWhatPassesAndCountsWhatItHoldsBack() {
        try (Routes routes = Routes.of(ROUTE)) {
            routes.send(Found.of("person 0.9", "car 0.8", "dog 0.5"));
            routes.send(Found.of("car 0.9"));
            routes.send(Found.of("person 0.1"));
            routes.send(Found.of());
            assertThat(routes.send("hello").getException()).hasMessageStartingWith("gate:busy got java.lang.String");
            assertThat(routes.received("out", Inference.class)).extracting(Found::texts).containsExactly(java.util.List.of("person 0.9", "dog 0.5"));
            assertThat(book(routes).heldBack()).isEqualTo(java.util.Map.of("label", 1L, "score", 1L, "empty", 1L));
            routes.assertAtRest();
        }
    }

    @Test
    void keepsTheFrameReadableBehindIt() {
        try (Routes routes = Routes.of(ROUTE)) {
            AtomicInteger intact = new AtomicInteger();
            routes.whenAt("out", body -> {
                Frame frame = ((Inference) body).frame();
                if (frame != null && Pictures.isIntact(frame)) {
                    intact.incrementAndGet();
                }
            });
            Frame frame = new Pictures(routes.pool()).frame(1);
            routes.send(Inference.of(frame, Found.MODEL, Duration.ZERO, Found.detections("person 0.9", "car 0.9")));
            assertThat(intact).hasValue(1);
            routes.assertAtRest();
        }
    }

    @Test
    void isRefusedWithAScoreAboveOne() {
        assertThatThrownBy(() -> Routes.of(ROUTE.replace("minScore: 0.5", "minScore: 1.4")).close()).hasRootCauseMessage("gate.minScore is 1.4, must be 0.0–1.0");
    }

    @Test
    void isRefusedWhenItLetsEverythingThrough() {
        String open = ROUTE.replace("minScore: 0.5", "minScore: 0").replace("labels: person, dog", "labels: ''").replace("hold", "pass");
        assertThatThrownBy(() -> Routes.of(open).close())
                .hasRootCauseMessage("gate lets everything through: it has none of minScore, labels, minCount, zone, line and whenEmpty: hold");
    }
}
