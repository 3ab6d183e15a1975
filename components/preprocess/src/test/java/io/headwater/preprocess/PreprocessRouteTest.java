package io.headwater.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.contract.Pictures;
import io.headwater.contract.Routes;
import io.headwater.flow.Book;
import io.headwater.flow.Frame;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class PreprocessRouteTest {

    @Test
    void handsOnTheChangedPictureAndGivesBothBack() {
        try (Routes routes = Routes.of(route("crop: 0.5,0,0.5,1"))) {
            List<String> seen = new ArrayList<>();
            routes.whenAt("out", body -> {
                Frame frame = (Frame) body;
                seen.add(frame.sequence() + " " + frame.width() + "x" + frame.height() + " " + frame.view().x() + " " + frame.isReleased());
            });
            routes.send(new Pictures(routes.pool()).frame(4));

            assertThat(seen).containsExactly("4 16x24 16.0 false");
            routes.assertAtRest();
        }
    }

    @Test
    void dropsThePictureWhenThereIsNoMemory() {
        try (Routes routes = Routes.builder().frameBytes(4096).yaml(route("width: 8"))) {
            routes.send(new Pictures(routes.pool()).frame(0));

            assertThat(routes.received("out")).isEmpty();
            assertThat(book(routes).dropped()).containsExactly(java.util.Map.entry("no memory", 1L));
            routes.assertAtRest();
        }
    }

    @Test
    void failsAnItemThatIsNoPicture() {
        try (Routes routes = Routes.of(route("width: 8"))) {
            Exchange exchange = routes.send("hello");

            assertThat(exchange.getException()).hasMessage("door/only: preprocess takes a Frame, the body is a String");
            assertThat(book(routes).failed()).containsExactly(java.util.Map.entry("IllegalArgumentException", 1L));
            routes.assertAtRest();
        }
    }

    @Test
    void refusesEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> Routes.of(route("crop: 0.5,0,0.6,1", "width: 0", "mask: everything")).close()).rootCause().hasMessage("""
                door/only: [HW-012] preprocess.crop is 0.5,0,0.6,1, which reaches out of the picture, to 1.1 of its width: it must be x,y,width,height, each 0.0–1.0 of the picture, and inside of it
                  fix: crop: 0.5,0,0.5,1
                [HW-012] preprocess.mask is everything, must be x,y,width,height, each 0.0–1.0 of the picture, and inside of it
                  fix: mask: 0,0,0.3,0.2;0.8,0.5,0.2,0.5
                [HW-012] preprocess.width is 0, must be 1–16384
                  fix: width: 640""");
    }

    @Test
    void refusesAStepThatDoesNothing() {
        assertThatThrownBy(() -> Routes.of(route()).close()).rootCause().hasMessage("""
                door/only: [HW-005] preprocess has none of crop, width, height and mask, must have at least one
                  fix: crop: 0.5,0,0.5,1""");
    }

    private static Book book(Routes routes) {
        return routes.ledger().books().stream().filter(b -> b.kind().equals("preprocess")).findFirst().orElseThrow();
    }

    private static String route(String... options) {
        StringBuilder yaml = new StringBuilder("""
                - route:
                    id: door
                    from:
                      id: start
                      uri: direct
                      parameters:
                        name: in
                      steps:
                        - to:
                            id: only
                            uri: preprocess
                            parameters:
                              name: part
                """);
        for (String option : options) {
            yaml.append("              ").append(option).append('\n');
        }
        return yaml.append("""
                        - to:
                            id: end
                            uri: mock
                            parameters:
                              name: out
                """).toString();
    }
}
