package io.headwater.summarize;

import static io.headwater.summarize.Items.replayed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.contract.Routes;
import io.headwater.flow.Book;
import io.headwater.flow.Summary;
import org.junit.jupiter.api.Test;

final class SummarizeRouteTest {
    private static final String ROUTE = """
            - route:
                id: crossing
                from:
                  id: in
                  uri: direct
                  parameters:
                    name: in
                  steps:
                    - to:
                        id: sum
                        uri: summarize
                        parameters:
                          name: crossing
                          window: 10s
                          labels: person, car
                    - setHeader:
                        id: mark
                        name: marked
                        expression:
                          constant:
                            id: yes
                            expression: "yes"
                    - to:
                        id: end
                        uri: mock
                        parameters:
                          name: out
            """;

    private static Book book(Routes routes, String step) {
        return routes.ledger().books().stream().filter(b -> b.step().equals(step)).findFirst().orElseThrow();
    }

    @Test
    void handsWindowsOnThroughTheRestOfTheRoute() {
        try (Routes routes = Routes.of(ROUTE)) {
            for (int i = 0; i < 250; i++) {
                routes.send(replayed("cam", i * 0.1, "person"));
            }
            assertThat(routes.received("out", Summary.class)).extracting(Summary::frames).containsExactly(100L, 100L);
            assertThat(routes.mock("out").getReceivedExchanges().getFirst().getIn().getHeader("marked")).isEqualTo("yes");
            assertThat(routes.received("out", Summary.class).getFirst().perFrame()).containsOnlyKeys("car", "person");
            routes.stopRoutes();
            assertThat(routes.received("out", Summary.class)).extracting(Summary::partial).containsExactly(false, false, true);
            Book sum = book(routes, "sum");
            assertThat(sum.absorbed()).isEqualTo(250);
            assertThat(sum.made()).isEqualTo(3);
            assertThat(book(routes, "end").in()).isEqualTo(3);
            routes.assertAtRest();
        }
    }

    @Test
    void countsLateItemsAndWhatItCannotSum() {
        try (Routes routes = Routes.of(ROUTE)) {
            routes.send(replayed("cam", 12));
            routes.send(replayed("cam", 3));
            assertThat(routes.send("hello").getException()).hasMessageStartingWith("summarize got java.lang.String");
            Book sum = book(routes, "sum");
            assertThat(sum.dropped()).containsEntry("late", 1L);
            assertThat(sum.failed()).containsEntry("IllegalArgumentException", 1L);
            routes.stopRoutes();
            routes.assertAtRest();
        }
    }

    @Test
    void worksOnAfterItsRouteWasStoppedAndStarted() {
        try (Routes routes = Routes.of(ROUTE)) {
            routes.send(replayed("cam", 1));
            routes.stopRoutes();
            routes.startRoutes();
            routes.send(replayed("cam", 2));
            routes.stopRoutes();
            assertThat(routes.received("out", Summary.class)).extracting(Summary::revision).containsExactly(0, 1);
            routes.assertAtRest();
        }
    }

    @Test
    void isRefusedInsideAChoice() {
        String inside = """
                - route:
                    id: crossing
                    from:
                      id: in
                      uri: direct
                      parameters:
                        name: in
                      steps:
                        - choice:
                            id: which
                            when:
                              - id: some
                                expression:
                                  constant:
                                    id: always
                                    expression: "true"
                                steps:
                                  - to:
                                      id: sum
                                      uri: summarize
                                      parameters:
                                        name: crossing
                """;
        assertThatThrownBy(() -> Routes.of(inside).close()).hasRootCauseMessage(
                "summarize:crossing at crossing/sum stands inside another step or outside a route:"
                        + " put it in the route's own list of steps; its windows go on from there");
    }

    @Test
    void isRefusedWithAWindowOfNoLength() {
        assertThatThrownBy(() -> Routes.of(ROUTE.replace("window: 10s", "window: 0s")).close())
                .hasRootCauseMessage("summarize.window is 0ms, must be 100ms–7d");
    }
}
