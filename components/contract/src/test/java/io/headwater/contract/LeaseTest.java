package io.headwater.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames on Camel's own patterns: readable wherever a step holds them, given back when the last is done, every item counted. */
final class LeaseTest {
    private static final int ITEMS = 12;

    /** A route of one pattern; {@code eye} looks at each frame, {@code breaks} fails, {@code twice} fails at each item's first try.
     *  The number is how many looks one item gets. */
    enum Pattern {
        WIRE_TAP(2, """
                - wireTap:
                    id: tap
                    uri: direct:late
                - process:
                    id: look
                    ref: eye
                """),
        MULTICAST(3, """
                - multicast:
                    id: fork
                    steps:
                      - process:
                          id: one
                          ref: eye
                      - process:
                          id: two
                          ref: eye
                - process:
                    id: after
                    ref: eye
                """),
        MULTICAST_PARALLEL(3, """
                - multicast:
                    id: fork
                    parallelProcessing: true
                    steps:
                      - process:
                          id: one
                          ref: eye
                      - process:
                          id: two
                          ref: eye
                - process:
                    id: after
                    ref: eye
                """),
        MULTICAST_STOPPED_BY_A_FAILURE(0, """
                - multicast:
                    id: fork
                    stopOnException: true
                    steps:
                      - process:
                          id: one
                          ref: breaks
                      - process:
                          id: two
                          ref: eye
                """),
        SPLIT(6, """
                - process:
                    id: triple
                    ref: triple
                - split:
                    id: parts
                    simple:
                      expression: ${body}
                    steps:
                      - process:
                          id: look
                          ref: eye
                - process:
                    id: after
                    ref: eye
                """),
        AGGREGATE(2, """
                - aggregate:
                    id: group
                    correlationExpression:
                      constant:
                        expression: one
                    completionSize: 4
                    aggregationStrategy: grouped
                    steps:
                      - process:
                          id: look
                          ref: eye
                - process:
                    id: after
                    ref: eye
                """),
        AGGREGATE_LATEST(1, """
                - process:
                    id: look
                    ref: eye
                - aggregate:
                    id: group
                    correlationExpression:
                      constant:
                        expression: one
                    completionSize: 4
                    aggregationStrategy: latest
                    steps:
                      - process:
                          id: one
                          ref: quarter
                """),
        SEDA(2, """
                - to:
                    id: queue
                    uri: seda:late
                - process:
                    id: look
                    ref: eye
                """),
        ENRICH(2, """
                - enrich:
                    id: more
                    constant:
                      id: where
                      expression: direct:late
                    aggregationStrategy: keep
                - process:
                    id: look
                    ref: eye
                """),
        ENRICH_FROM_NO_ROUTE(1, """
                - enrich:
                    id: more
                    constant:
                      id: where
                      expression: mock:none
                    aggregationStrategy: keep
                - process:
                    id: look
                    ref: eye
                """),
        RETRY(2, """
                - process:
                    id: flaky
                    ref: twice
                - process:
                    id: look
                    ref: eye
                """),
        RETRY_WITHIN(2, """
                - choice:
                    id: which
                    when:
                      - id: yes
                        simple: ${body} != null
                        steps:
                          - process:
                              id: flaky
                              ref: twice
                - process:
                    id: look
                    ref: eye
                """),
        DEAD_LETTER(1, """
                - process:
                    id: broken
                    ref: breaks
                """),
        CONVERT(1, """
                - process:
                    id: look
                    ref: eye
                - convertBodyTo:
                    id: jpeg
                    type: byte[]
                """),
        CHOICE(1, """
                - choice:
                    id: which
                    when:
                      - id: never
                        simple: ${body} == null
                        steps:
                          - process:
                              id: no
                              ref: breaks
                    otherwise:
                      id: else
                      steps:
                        - process:
                            id: look
                            ref: eye
                """),
        FILTER(2, """
                - filter:
                    id: some
                    simple:
                      expression: ${body} != null
                    steps:
                      - process:
                          id: look
                          ref: eye
                - process:
                    id: after
                    ref: eye
                """),
        STOP(1, """
                - process:
                    id: look
                    ref: eye
                - stop:
                    id: end
                """),
        TRY_CATCH(2, """
                - doTry:
                    id: try
                    steps:
                      - process:
                          id: broken
                          ref: breaks
                    doCatch:
                      - id: catch
                        exception:
                          - java.lang.IllegalStateException
                        steps:
                          - process:
                              id: look
                              ref: eye
                - process:
                    id: after
                    ref: eye
                """),
        RECIPIENT_LIST(3, """
                - recipientList:
                    id: all
                    constant:
                      expression: direct:late,seda:late
                - process:
                    id: look
                    ref: eye
                """),
        LOOP_WITH_COPIES(4, """
                - loop:
                    id: thrice
                    copy: true
                    constant:
                      expression: "3"
                    steps:
                      - process:
                          id: look
                          ref: eye
                - process:
                    id: after
                    ref: eye
                """),
        ROUTING_SLIP(2, """
                - routingSlip:
                    id: slip
                    constant:
                      expression: direct:late,mock:none
                - process:
                    id: look
                    ref: eye
                """),
        ANOTHER_ROUTE(2, """
                - to:
                    id: other
                    uri: direct:late
                - process:
                    id: look
                    ref: eye
                """),
        WIRE_TAP_TO_A_QUEUE(2, """
                - wireTap:
                    id: tap
                    uri: seda:late
                - process:
                    id: look
                    ref: eye
                """),
        ENRICH_FROM_A_QUEUE(2, """
                - enrich:
                    id: more
                    constant:
                      id: where
                      expression: seda:late
                    aggregationStrategy: keep
                - process:
                    id: look
                    ref: eye
                """),
        A_STEP_LEFT_OUT(1, """
                - process:
                    id: off
                    ref: breaks
                    disabled: true
                - process:
                    id: look
                    ref: eye
                """);

        final int looks;
        final String steps;

        Pattern(int looks, String steps) {
            this.looks = looks;
            this.steps = steps;
        }
    }

    private static String route(String steps, String... errorHandler) {
        return """
                - route:
                    id: main
                    %s
                    from:
                      id: start
                      uri: direct:in
                      steps:
                %s
                - route:
                    id: late
                    from:
                      id: late-start
                      uri: direct:late
                      steps:
                        - process:
                            id: late-look
                            ref: eye
                - route:
                    id: later
                    from:
                      id: later-start
                      uri: seda:late?pollTimeout=20
                      steps:
                        - process:
                            id: later-look
                            ref: eye
                """.formatted(errorHandler.length == 0 ? "" : errorHandler[0].indent(4).strip(), steps.indent(8).stripTrailing());
    }

    private static final String RETRIES = """
            errorHandler:
              deadLetterChannel:
                deadLetterUri: direct:dead
                redeliveryPolicy:
                  maximumRedeliveries: "2"
                  redeliveryDelay: "0"
            """;

    private static final String DEAD = """
            - route:
                id: dead
                from:
                  id: dead-start
                  uri: direct:dead
                  steps:
                    - process:
                        id: dead-look
                        ref: eye
            """;

    private static Routes open(Eye eye, String yaml) {
        AtomicInteger tries = new AtomicInteger();
        return Routes.builder().bean("eye", eye)
                .bean("breaks", (Processor) e -> {
                    throw new IllegalStateException("broken on purpose");
                })
                .bean("twice", (Processor) e -> {
                    eye.process(e);
                    if (e.getProperty("tried") == null) {
                        e.setProperty("tried", tries.incrementAndGet());
                        eye.saw.decrementAndGet();
                        throw new IllegalStateException("broken at first");
                    }
                })
                .bean("quarter", (Processor) e -> {
                    eye.process(e);
                    eye.saw.decrementAndGet();
                })
                .bean("triple", (Processor) e -> e.getMessage().setBody(Collections.nCopies(3, e.getMessage().getBody())))
                .bean("grouped", new GroupedBodyAggregationStrategy())
                .bean("latest", new UseLatestAggregationStrategy())
                .bean("keep", new UseOriginalAggregationStrategy())
                .yaml(yaml);
    }

    private static List<Frame> send(Routes routes, int items) {
        Pictures pictures = new Pictures(routes.pool());
        List<Frame> sent = new ArrayList<>();
        for (int n = 0; n < items; n++) {
            Frame frame = pictures.frame(n);
            sent.add(frame);
            routes.send(frame);
        }
        return sent;
    }

    @ParameterizedTest
    @EnumSource
    void readableWhileUsedThenGivenBack(Pattern pattern) {
        Eye eye = new Eye();
        try (Routes routes = open(eye, route(pattern.steps))) {
            List<Frame> sent = send(routes, ITEMS);
            int looks = switch (pattern) {
                case RETRY, RETRY_WITHIN, DEAD_LETTER -> 0; // no retries here: see below
                default -> pattern.looks * ITEMS;
            };
            Routes.await(looks + " looks, saw " + eye.saw + ", wrong " + eye.wrong, () -> eye.saw.get() >= looks || !eye.wrong.isEmpty());
            routes.assertAtRest();
            assertThat(eye.wrong).isEmpty();
            assertThat(eye.saw).hasValue(looks);
            assertThat(sent).allSatisfy(frame -> assertThatThrownBy(frame::pixels).hasMessageContaining("was released"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void readableWhileUsedUnderAnErrorHandlerThatRetries(Pattern pattern) {
        Eye eye = new Eye();
        try (Routes routes = open(eye, route(pattern.steps, RETRIES) + DEAD)) {
            List<Frame> sent = send(routes, ITEMS);
            Routes.await("looks, saw " + eye.saw, () -> eye.saw.get() >= pattern.looks * ITEMS || !eye.wrong.isEmpty());
            routes.assertAtRest();
            assertThat(eye.wrong).isEmpty();
            assertThat(sent).allSatisfy(frame -> assertThat(frame.isReleased()).isTrue());
        }
    }

    @Test
    void lateBranchOfATimedOutMulticastStillReads() {
        CountDownLatch opens = new CountDownLatch(1);
        Eye late = new Eye(opens);
        Eye eye = new Eye();
        String steps = """
                - multicast:
                    id: fork
                    parallelProcessing: true
                    timeout: "300"
                    steps:
                      - process:
                          id: one
                          ref: eye
                      - process:
                          id: two
                          ref: late
                """;
        try (Routes routes = Routes.builder().bean("eye", eye).bean("late", late).yaml(route(steps))) {
            Frame sent = send(routes, 1).getFirst();
            long begun = routes.ledger().find("main", "two").orElseThrow().book().in();
            assertThat(sent.isReleased()).as("unless the late branch holds it").isEqualTo(begun == 0);
            opens.countDown();
            routes.assertAtRest();
            assertThat(late.wrong).isEmpty();
            assertThat(late.saw).hasValue((int) begun);
            assertThat(sent.isReleased()).isTrue();
        }
    }

    @Test
    void groupThatNeverCompletesGivesItsFramesBackAtTheEnd() {
        Routes routes = open(new Eye(), route(Pattern.AGGREGATE.steps));
        try (routes) {
            send(routes, 3);
            assertThat(routes.pool().frames()).isEqualTo(3);
        }
        assertThat(routes.pool().frames()).isZero();
        assertThat(routes.pool().lost()).isZero();
    }

    @Test
    void retriedItemIsCountedOnce() {
        try (Routes routes = open(new Eye(), route(Pattern.RETRY.steps, RETRIES) + DEAD)) {
            send(routes, ITEMS);
            routes.assertAtRest();
            assertThat(routes.ledger().find("main", "flaky").orElseThrow().book()).satisfies(book -> {
                assertThat(book.in()).isEqualTo(ITEMS);
                assertThat(book.passed()).isEqualTo(ITEMS);
                assertThat(book.failed()).isEmpty();
            });
        }
    }

    @Test
    void failureThatIsContinuedCountsAsPassed() {
        String handler = """
                - onException:
                    exception:
                      - java.lang.IllegalStateException
                    continued:
                      constant:
                        expression: "true"
                """;
        String steps = """
                - process:
                    id: broken
                    ref: breaks
                - process:
                    id: look
                    ref: eye
                """;
        Eye eye = new Eye();
        try (Routes routes = open(eye, handler + route(steps))) {
            send(routes, ITEMS);
            routes.assertAtRest();
            assertThat(eye.saw).hasValue(ITEMS);
            assertThat(routes.ledger().find("main", "broken").orElseThrow().book().passed()).isEqualTo(ITEMS);
        }
    }

    @Test
    void failureThatIsHandledCountsAsFailed() {
        String handler = """
                - onException:
                    exception:
                      - java.lang.IllegalStateException
                    handled:
                      constant:
                        expression: "true"
                    steps:
                      - process:
                          id: handler-look
                          ref: eye
                """;
        Eye eye = new Eye();
        try (Routes routes = open(eye, handler + route(Pattern.DEAD_LETTER.steps))) {
            send(routes, ITEMS);
            routes.assertAtRest();
            assertThat(eye.saw).hasValue(ITEMS);
            assertThat(routes.ledger().find("main", "broken").orElseThrow().book().failed()).containsEntry("IllegalStateException", (long) ITEMS);
        }
    }
}
