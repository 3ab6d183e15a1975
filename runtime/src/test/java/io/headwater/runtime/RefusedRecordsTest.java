package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.broker.BrokerProcess;
import io.headwater.uplink.Draft;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxState;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** A real broker that refuses some records for good, and one topic that is not there: the others arrive, nothing waits behind them. */
@QuarkusTest
@TestProfile(RefusedRecordsTest.Outside.class)
class RefusedRecordsTest {
    private static final int PORT = BrokerProcess.freePort();
    private static final int MANY = 300;
    private static final int FEW = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public static final class Outside implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of("kafka.bootstrap.servers", "127.0.0.1:" + PORT, "quarkus.http.test-port", "0",
                        "headwater.state.dir", Files.createTempDirectory("refused").toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    Engine engine;

    private static Draft draft(String topic, int n, int bytes, Instant time) {
        return new Draft(topic, topic, "box", "box/r/s", topic + "-" + n, "io.headwater.bytes.v1", "application/octet-stream", "", time, new byte[bytes]);
    }

    private static List<Draft> drafts(String topic, int many, int bytes, Instant time) {
        List<Draft> drafts = new ArrayList<>();
        for (int n = 0; n < many; n++) {
            drafts.add(draft(topic, n, bytes, time));
        }
        return drafts;
    }

    private static List<Draft> mixed(String topic, int many, Instant even, Instant odd) {
        List<Draft> drafts = new ArrayList<>();
        for (int n = 0; n < many; n++) {
            drafts.add(draft(topic, n, 10, n % 2 == 0 ? even : odd));
        }
        return drafts;
    }

    private static void limit(Admin admin, String topic, String option, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry(option, value), AlterConfigOp.OpType.SET)))).all().get();
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s within %s", what, PATIENCE).isLessThan(until);
            Thread.sleep(50);
        }
    }

    @Test
    void setsAsideWhatKafkaRefusesForGoodAndDeliversTheRest() throws Exception {
        Path data = Files.createTempDirectory("refusing-kafka");
        try (BrokerProcess broker = BrokerProcess.start(data, PORT); Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            List<NewTopic> topics = new ArrayList<>();
            for (String name : List.of("small", "forbidden", "recent", "fine")) {
                topics.add(new NewTopic(name, 1, (short) 1));
            }
            admin.createTopics(topics).all().get();
            limit(admin, "small", "max.message.bytes", "50000");
            limit(admin, "recent", "message.timestamp.before.max.ms", "3600000");
            admin.createAcls(List.of(new AclBinding(new ResourcePattern(ResourceType.TOPIC, "forbidden", PatternType.LITERAL),
                    new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.DENY)))).all().get();

            Instant now = Instant.now();
            Outbox outbox = Outbox.of(engine.context());
            outbox.append(drafts("small", MANY, 60_000, now));
            outbox.append(drafts("forbidden", FEW, 10, now));
            outbox.append(mixed("recent", MANY, now, now.minus(Duration.ofDays(8)))); // old ones and new ones share batches
            outbox.append(drafts("not/a/topic", 1, 10, now));
            outbox.append(drafts("fine", MANY, 5000, now));

            await("all that Kafka takes", () -> outbox.state().waiting() == 0);
            assertThat(rejected(outbox)).containsOnly(Map.entry("small", (long) MANY), Map.entry("forbidden", (long) FEW), Map.entry("recent", MANY / 2L),
                    Map.entry("not/a/topic", 1L), Map.entry("fine", 0L));
            assertThat(outbox.state().deadLetters()).isEqualTo(MANY + MANY / 2 + FEW + 1);
            Map<String, Long> reasons = outbox.state().rejected();
            assertThat(reasons).containsEntry("RecordTooLargeException", (long) MANY).containsEntry("TopicAuthorizationException", (long) FEW)
                    .containsEntry("InvalidTopicException", 1L);
            assertThat(reasons.getOrDefault("InvalidTimestampException", 0L) + reasons.getOrDefault("InvalidRecordException", 0L)).isEqualTo(MANY / 2);
            assertThat(engine.host().ledger().check()).isEmpty();
            String metrics = RestAssured.get("/q/metrics").asString();
            assertThat(metrics).contains("headwater_uplink_dead_letters_records " + (MANY + MANY / 2 + FEW + 1) + ".0");

            limit(admin, "small", "max.message.bytes", "1000000");
            Path state = engine.host().state();
            CommandRun list = CommandRun.of("outbox", "list", "--state", state);
            assertThat(list.out()).contains(", in use by a running process").containsPattern("small +300 +0 +300 +0 +0 +0 +0 +0 +0 +0 +300");
            CommandRun peek = CommandRun.of("outbox", "peek", "--dead", "--lane", "forbidden", "--limit", "1", "--state", state);
            assertThat(peek.out()).contains("TopicAuthorizationException");
            CommandRun replay = CommandRun.of("outbox", "replay", "--lane", "small", "--state", state, "--port", RestAssured.port);
            assertThat(replay.err()).isEmpty();
            assertThat(replay.out()).isEqualTo("300 dead letters wait for Kafka again" + System.lineSeparator());
            await("the replayed", () -> outbox.state().waiting() == 0);
            assertThat(rejected(outbox)).containsEntry("small", 0L);
            assertThat(outbox.state().deadLetters()).isEqualTo(MANY / 2 + FEW + 1);
            CommandRun purge = CommandRun.of("outbox", "purge", "--shelf", "dead", "--yes", "--state", state, "--port", RestAssured.port);
            assertThat(purge.out()).isEqualTo("156 dead letters of all lanes taken out" + System.lineSeparator());
            assertThat(outbox.state()).returns(0L, OutboxState::deadLetters).returns(MANY / 2L + FEW + 1, OutboxState::rejectedForGood);
            assertThat(engine.host().ledger().check()).isEmpty();
        }
    }

    private static Map<String, Long> rejected(Outbox outbox) {
        return outbox.state().lanes().stream().collect(java.util.stream.Collectors.toMap(OutboxState.Lane::name, OutboxState.Lane::rejected));
    }
}
