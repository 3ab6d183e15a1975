package io.headwater.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.contract.Routes;
import io.headwater.exchange.FlowConverter;
import io.headwater.flow.Book;
import io.headwater.flow.Detections;
import io.headwater.flow.Inference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrackRouteTest {
    static final String ROUTE = """
            - route:
                id: followed
                from:
                  id: in
                  uri: direct
                  parameters:
                    name: in
                  steps:
                    - to:
                        id: follow
                        uri: track
                        parameters:
                          name: people
                          maxLost: 1s
                    - to:
                        id: end
                        uri: mock
                        parameters:
                          name: out
            """;

    private static Inference at(double seconds) {
        return Scene.inference("cam", 0, seconds, List.of(Scene.thing("person", 0.9, 10 * seconds, 0), Scene.thing("person", 0.3, 500, 0)));
    }

    @Test
    void givesIdsAndCountsWhatCameLate() {
        try (Routes routes = Routes.of(ROUTE)) {
            routes.send(at(0));
            routes.send(at(0.2));
            routes.send(at(0.1));
            routes.send(at(0.3));
            assertThat(routes.send("hello").getException()).hasMessage("track:people got java.lang.String, it follows inferences that are Detections: put it after infer, with a model that finds boxes");
            List<Inference> out = routes.received("out", Inference.class);
            assertThat(out).extracting(i -> ((Detections) i.answer()).all().stream().map(d -> d.track().id()).toList()).containsExactly(List.of(), List.of(1L), List.of(1L));
            assertThat(FlowConverter.toText(out.get(1))).contains("\"track\":{\"id\":1,\"age\":\"PT0.2S\",\"speed\":");
            Book book = routes.ledger().books().stream().filter(b -> b.kind().equals("track")).findFirst().orElseThrow(() -> new AssertionError(routes.ledger().books()));
            assertThat(book.dropped()).isEqualTo(Map.of("late", 1L));
            routes.assertAtRest();
        }
    }

    @Test
    void isRefusedWithWeakAboveSure() {
        assertThatThrownBy(() -> Routes.of(ROUTE.replace("maxLost: 1s", "lowScore: 0.6")).close())
                .hasRootCauseMessage("track.lowScore is 0.6 and highScore 0.5: what is weak must score less than what is sure");
    }
}
