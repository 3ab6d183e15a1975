package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.broker.BrokerProcess;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole application over the whole clip while no broker is there, then one starts: every window arrives, none twice. */
@QuarkusTest
@TestProfile(LateBrokerTest.Away.class)
class LateBrokerTest {
    private static final int PORT = BrokerProcess.freePort();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A broker is configured that is not there yet. */
    public static final class Away implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of("kafka.bootstrap.servers", "127.0.0.1:" + PORT, "quarkus.http.test-port", "0",
                        "headwater.state.dir", Files.createTempDirectory("late-broker").toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    Engine engine;
    @Inject
    KafkaUplink uplink;

    @TempDir
    static Path folder;

    @Test
    void everyWindowArrivesOnceWhenTheBrokerComesLate() throws Exception {
        System.setProperty("headwater.people.pace", "fast");
        System.setProperty("headwater.people.loop", "false");
        try {
            engine.load(List.of(Path.of(System.getProperty("headwater.home"), "routes/people")));
        } finally {
            System.clearProperty("headwater.people.pace");
            System.clearProperty("headwater.people.loop");
        }
        engine.host().steps().ended("people").get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        long made = engine.windows().count();
        assertThat(made).isBetween(8L, 9L);
        assertThat(uplink.state().orElseThrow().waiting()).as("all windows wait on disk").isEqualTo(made);

        RestAssured.get("/q/health/ready").then().statusCode(200);
        assertThat(RestAssured.get("/api/routes/people/explain").then().statusCode(200).extract().asString()).contains("summaries, as JSON, to the Kafka topic summaries");
        RestAssured.get("/api/routes/nobody/explain").then().statusCode(404);
        JsonNode ledger = new ObjectMapper().readTree(RestAssured.get("/api/ledger").asByteArray());
        assertThat(ledger.get("balanced").asBoolean()).isTrue();

        try (BrokerProcess broker = BrokerProcess.start(Files.createDirectories(folder.resolve("kafka")), PORT)) {
            await("all windows acknowledged", () -> uplink.state().orElseThrow().waiting() == 0);
            List<String> ids = idsInKafka(broker.bootstrapServers(), made);
            assertThat(ids).hasSize((int) made);
            assertThat(new HashSet<>(ids)).as("none twice").hasSize((int) made);
            assertThat(engine.windows().last()).allSatisfy(w -> {
                assertThat(w.acknowledged()).isNotNull();
                assertThat(ids).contains(w.record());
            });
        }
        await("metrics show the ledger", () -> RestAssured.get("/q/metrics").asString().contains("headwater_step_items_total{fate=\"passed\",kind=\"infer\",reason=\"\",route=\"people\",step=\"find\"} 795.0"));
        String state = RestAssured.get("/api/state").asString();
        assertThat(state).contains("\"balanced\":true").contains("\"acknowledged\":" + made);
        assertThat(engine.host().ledger().check()).isEmpty();
    }

    private static List<String> idsInKafka(String bootstrap, long expected) {
        Properties settings = new Properties();
        settings.putAll(Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"));
        List<String> ids = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("summaries").stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    Schemas.assertValid("summary-1", record.value());
                    ids.add(new String(record.headers().lastHeader("ce_id").value(), java.nio.charset.StandardCharsets.UTF_8));
                }
            }
        }
        return ids;
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s within %s", what, PATIENCE).isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
