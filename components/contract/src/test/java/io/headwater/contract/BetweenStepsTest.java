package io.headwater.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.flow.Book;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.junit.jupiter.api.Test;

/** A route that is made to stop refuses what is between two of its steps: that is a fate like any other. */
final class BetweenStepsTest {
    private static final String ROUTE = """
            - route:
                id: r
                from:
                  id: in
                  uri: direct:in
                  steps:
                    - to:
                        id: first
                        uri: mock:first
                    - filter:
                        id: all
                        expression:
                          simple:
                            id: yes
                            expression: ${body} != 'none'
                        steps:
                          - to:
                              id: inner
                              uri: mock:inner
                          - to:
                              id: second
                              uri: mock:second
                    - to:
                        id: last
                        uri: mock:last
            """;

    /** Refuses every item that comes to one step, as Camel does when a stop is forced. */
    private static Routes refusingBefore(String step) {
        Routes routes = Routes.builder().notStarted().yaml(ROUTE);
        routes.context().getCamelContextExtension().addInterceptStrategy((context, node, target, next) -> !step.equals(node.getId()) ? target
                : new DelegateAsyncProcessor(target) {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback callback) {
                        exchange.setException(new RejectedExecutionException());
                        callback.done(true);
                        return true;
                    }
                });
        return routes.start();
    }

    private static Map<String, Long> failed(Routes routes, String step) {
        List<Book> books = routes.ledger().books().stream().filter(b -> b.step().equals(step)).toList();
        assertThat(books).hasSize(1);
        assertThat(books.getFirst().in()).as("came to " + step).isEqualTo(2);
        return books.getFirst().failed();
    }

    @Test
    void countsWhatIsRefusedInTheRoutesOwnList() {
        try (Routes routes = refusingBefore("last")) {
            routes.send("a");
            routes.send("b");
            routes.assertAtRest();
            assertThat(failed(routes, "last")).isEqualTo(Map.of("RejectedExecutionException", 2L));
        }
    }

    @Test
    void countsWhatIsRefusedInsideAStep() {
        try (Routes routes = refusingBefore("second")) {
            routes.send("a");
            routes.send("b");
            routes.assertAtRest();
            assertThat(failed(routes, "second")).isEqualTo(Map.of("RejectedExecutionException", 2L));
            assertThat(failed(routes, "all")).isEqualTo(Map.of("RejectedExecutionException", 2L));
        }
    }

    @Test
    void countsNothingTwiceWhereAStepItselfFails() {
        try (Routes routes = Routes.of(ROUTE)) {
            routes.whenAt("second", body -> {
                throw new IllegalStateException("broken on purpose");
            });
            routes.send("a");
            routes.send("b");
            routes.assertAtRest();
            assertThat(failed(routes, "second")).isEqualTo(Map.of("IllegalStateException", 2L));
        }
    }
}
