package io.headwater.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.Item;
import io.headwater.exchange.SourceStage;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.Test;

/** A step that tells the fate of its items later, as a disk does: of many at once. */
class LaterTest {
    private static final int AT_ONCE = 40;
    private static final int NUMBERS = 10 * AT_ONCE;
    private static final String ROUTE = """
            - route:
                id: r
                from:
                  id: src
                  uri: numbers:x
                  steps:
                    - to:
                        id: later
                        uri: later:x
            """;

    private final Later later = new Later();

    /** Answers when so many wait, the last first; every tenth fails. Ordered. */
    private static final class Later extends DefaultComponent {
        final List<Integer> seen = new ArrayList<>(); // one by one, since it is ordered
        final List<Boolean> acknowledged = new ArrayList<>();
        private final List<CompletableFuture<Fate>> waiting = new ArrayList<>();
        private volatile int atOnce = AT_ONCE;

        private CompletionStage<Fate> add(int number, boolean told) {
            seen.add(number);
            acknowledged.add(told);
            CompletableFuture<Fate> answer = new CompletableFuture<>();
            waiting.add(answer);
            if (waiting.size() == atOnce) {
                List<CompletableFuture<Fate>> all = List.copyOf(waiting).reversed();
                waiting.clear();
                Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < all.size(); i++) {
                        if (i % 10 == 9) {
                            all.get(i).completeExceptionally(new IllegalStateException("broken on purpose"));
                        } else {
                            all.get(i).complete(Fate.ABSORBED);
                        }
                    }
                });
            }
            return answer.thenApply(fate -> fate); // whose failure comes wrapped
        }

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new StepProducer(this) {
                        @Override
                        protected CompletionStage<Fate> handleLater(Exchange exchange, Item item, Step step) {
                            return add(exchange.getMessage().getBody(Integer.class), item.isAcknowledged());
                        }

                        @Override
                        protected boolean ordered() {
                            return true;
                        }
                    };
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    throw new UnsupportedOperationException("a step");
                }
            };
        }
    }

    @Test
    void manyWaitAtOnceInTheOrderOfTheirSource() throws Exception {
        Numbers numbers = new Numbers(NUMBERS, SourceStage.Settings.lossless(4)).acknowledged(AT_ONCE);
        try (Routes routes = Routes.builder().workers(2).bean("numbers", numbers).bean("later", later).yaml(ROUTE)) {
            Routes.await("all offered", () -> numbers.offered.get() == NUMBERS);
            routes.stopRoutes();
            routes.host().steps().ended("r").get(10, TimeUnit.SECONDS);
            assertThat(later.seen).isEqualTo(IntStream.range(0, NUMBERS).boxed().toList());
            assertThat(later.acknowledged).containsOnly(true);
            var book = routes.ledger().find("r", "later").orElseThrow().book();
            assertThat(book.absorbed()).isEqualTo(NUMBERS / 10 * 9);
            assertThat(book.failed()).containsExactlyEntriesOf(Map.of("IllegalStateException", NUMBERS / 10L));
            routes.assertAtRest();
        }
    }

    @Test
    void aSourceThatIsNotToldHasNoMoreUnderWayThanItsWorkersKeepBusy() {
        Numbers numbers = new Numbers(NUMBERS, SourceStage.Settings.lossless(1));
        try (Routes routes = Routes.builder().workers(2).bean("numbers", numbers).bean("later", later).yaml(ROUTE)) {
            // a ticket goes back before the answer, so that all of them get into the step
            Routes.await("as many as may be wait", () -> routes.ledger().find("r", "later").orElseThrow().book().inFlight() == 4);
            assertThat(later.acknowledged).containsOnly(false);
            List<CompletableFuture<Fate>> waiting = List.copyOf(later.waiting);
            later.waiting.clear();
            later.atOnce = 1;
            waiting.forEach(one -> one.complete(Fate.ABSORBED));
            Routes.await("all are through", () -> routes.ledger().find("r", "later").orElseThrow().book().absorbed() == NUMBERS);
        }
    }
}
