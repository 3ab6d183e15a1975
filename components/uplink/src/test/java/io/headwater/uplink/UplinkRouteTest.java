package io.headwater.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.contract.Pictures;
import io.headwater.contract.Routes;
import io.headwater.flow.Book;
import io.headwater.flow.Distribution;
import io.headwater.flow.ModelId;
import io.headwater.flow.Summary;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class UplinkRouteTest {
    private static final String ROUTE = """
            - route:
                id: crossing
                from:
                  id: start
                  uri: direct
                  parameters:
                    name: in
                  steps:
                    - to:
                        id: up
                        uri: uplink
                        parameters:
                          channel: summaries
                          topic: site.summaries
                    - to:
                        id: end
                        uri: mock
                        parameters:
                          name: out
            """;

    private static Book book(Routes routes, String route, String step) {
        return routes.ledger().books().stream().filter(b -> b.route().equals(route) && b.step().equals(step)).findFirst().orElseThrow();
    }

    private static Summary summary() {
        Distribution people = new Distribution();
        people.add(2);
        people.add(4);
        BitSet seen = new BitSet();
        seen.set(0, 5);
        return new Summary("crossing", "sum", "cam-1", Records.NOON, Duration.ofSeconds(10), 0, false, 2, Summary.SLOTS_A_WINDOW, seen,
                Map.of("person", people), new ModelId("people", "1.0.0", "sha256:0"));
    }

    @Test
    void keepsASummaryUnderItsOwnIdAndAbsorbsTheItem() throws Exception {
        try (Routes routes = Routes.of(ROUTE)) {
            routes.send(summary());
            OutboxRecord record = Taker.of(Outbox.of(routes.context())).take(1).getFirst();
            assertThat(record.id()).isEqualTo("test-box/crossing/sum/cam-1/2026-01-31T12:00:00Z/PT10S/0");
            assertThat(record.topic()).isEqualTo("site.summaries");
            assertThat(record.lane()).isEqualTo("summaries");
            assertThat(record.key()).isEqualTo("test-box");
            assertThat(record.headers()).containsEntry("ce_type", "io.headwater.summary.v1").containsEntry("ce_subject", "cam-1")
                    .containsEntry("ce_source", "headwater/test-box/crossing/sum").containsEntry("ce_time", "2026-01-31T12:00:00Z")
                    .containsEntry("content-type", "application/json");
            assertThat(new String(record.payload(), StandardCharsets.UTF_8)).startsWith("{").contains("person");
            assertThat(routes.received("out")).isEmpty();
            assertThat(book(routes, "crossing", "up").absorbed()).isEqualTo(1);
            record.acknowledged();
            routes.assertAtRest();
            assertThat(book(routes, "uplink", "summaries").passed()).isEqualTo(1);
        }
    }

    @Test
    void storesTheSameSummaryOnce() throws Exception {
        try (Routes routes = Routes.of(ROUTE)) {
            routes.send(summary());
            routes.send(summary());
            assertThat(Outbox.of(routes.context()).state().waiting()).isEqualTo(1);
            assertThat(book(routes, "crossing", "up").absorbed()).isEqualTo(2);
        }
    }

    @Test
    void identifiesInferencesAndFramesByTheirInput() throws Exception {
        try (Routes routes = Routes.of(ROUTE)) {
            Pictures pictures = new Pictures(routes.pool());
            routes.send(pictures.frame(7));
            OutboxRecord record = Taker.of(Outbox.of(routes.context())).take(1).getFirst();
            assertThat(record.id()).matches("test-box/[^/]+/\\d+/7/crossing/up");
            assertThat(record.headers()).containsEntry("content-type", "image/jpeg").containsEntry("ce_type", "io.headwater.frame.v1");
            assertThat(record.payload()).startsWith(0xFF, 0xD8);
            record.acknowledged();
            routes.assertAtRest();
        }
    }

    @Test
    void takesTextAndBytesEachAsARecordOfItsOwn() throws Exception {
        try (Routes routes = Routes.of(ROUTE)) {
            routes.send("door open");
            routes.send("door open");
            routes.send(new byte[] {1, 2});
            List<OutboxRecord> taken = Taker.of(Outbox.of(routes.context())).take(3);
            assertThat(taken).extracting(OutboxRecord::type).containsExactly("io.headwater.text.v1", "io.headwater.text.v1", "io.headwater.bytes.v1");
            assertThat(taken).extracting(OutboxRecord::id).allMatch(id -> id.startsWith("test-box/crossing/up/")).doesNotHaveDuplicates();
        }
    }

    @Test
    void heedsTheIdentityThatARouteGives() throws Exception {
        try (Routes routes = Routes.of(withIdentity())) {
            routes.send("alarm-7");
            routes.send("alarm-7");
            assertThat(Taker.of(Outbox.of(routes.context())).take(1)).extracting(OutboxRecord::id).containsExactly("test-box/crossing/up/alarm-7");
            assertThat(Outbox.of(routes.context()).state().duplicates()).isEqualTo(1);
        }
    }

    private static String withIdentity() {
        int at = ROUTE.indexOf("        - to:\n            id: up");
        return ROUTE.substring(0, at) + """
                - setHeader:
                    id: identify
                    name: CamelCloudEventID
                    expression:
                      simple:
                        id: by-body
                        expression: ${body}
                """.indent(8) + ROUTE.substring(at);
    }

    @Test
    void failsAnItemThatHasNoFormInBytes() {
        try (Routes routes = Routes.of(ROUTE)) {
            Exchange exchange = routes.send(new Object());
            assertThat(exchange.getException()).isInstanceOf(org.apache.camel.NoTypeConversionAvailableException.class);
            assertThat(book(routes, "crossing", "up").failed()).hasSize(1);
            routes.assertAtRest();
        }
    }

    @Test
    void tellsAnEmptyBodyInWords() {
        try (Routes routes = Routes.of(ROUTE)) {
            assertThat(routes.send(null).getException()).hasMessage("uplink got an empty body, and an empty record says nothing");
            routes.assertAtRest();
        }
    }

    @Test
    void failsTheItemOfAFullOutboxWhereItsSourceIsToKeepIt() {
        String failing = ROUTE.replace("topic: site.summaries", "topic: site.summaries\n              whenFull: FAIL");
        try (Routes routes = Routes.builder().notStarted().yaml(failing)) {
            routes.context().getPropertiesComponent().addOverrideProperty(Settings.MAX_BYTES, "8MiB");
            routes.start();
            int kept = 0;
            Exchange last;
            while ((last = routes.send(new byte[900_000])).getException() == null && kept < 20) {
                kept++;
            }
            assertThat(kept).isBetween(1, 8);
            assertThat(last.getException()).isInstanceOf(OutboxFullException.class)
                    .hasMessage("the outbox is full, nothing more is taken for channel summaries until records have been delivered");
            assertThat(book(routes, "crossing", "up").failed()).containsEntry("OutboxFullException", 1L);
            assertThat(book(routes, "crossing", "up").absorbed()).isEqualTo(kept);
        }
    }

    @Test
    void dropsWhatIsTooLargeAndSaysSo() {
        try (Routes routes = Routes.of(ROUTE)) {
            routes.send(new byte[1_000_001]);
            assertThat(book(routes, "crossing", "up").dropped()).containsEntry("too large", 1L);
            routes.assertAtRest();
        }
    }

    @Test
    void doesNotStartWithANameThatKafkaRefuses() {
        assertThatThrownBy(() -> Routes.of(ROUTE.replace("site.summaries", "site summaries")).close()).rootCause()
                .hasMessage("uplink.topic is site summaries, must be 1–249 of a–z A–Z 0–9 . _ -, and not . or ..");
    }
}
