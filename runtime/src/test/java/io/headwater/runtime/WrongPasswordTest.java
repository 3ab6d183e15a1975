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
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A wrong password makes records wait, none a dead letter, and is told without being said. */
@QuarkusTest
@TestProfile(WrongPasswordTest.Wrong.class)
class WrongPasswordTest {
    private static final SecuredKafka KAFKA = SecuredKafka.prepare();

    public static final class Wrong implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return KAFKA.client("quite-wrong-7f3a");
        }
    }

    @Inject
    Engine engine;

    @Test
    void recordsWaitAndTheLogSaysWhyWithoutThePassword() throws Exception {
        try (CapturedLog log = new CapturedLog(); BrokerProcess broker = KAFKA.start()) {
            Outbox outbox = Outbox.of(engine.context());
            outbox.append(new Draft("secured", "secured", "box", "box/r/s", "one", "io.headwater.text.v1", "text/plain", "", Instant.now(), new byte[] {1}));
            CapturedLog.await("the log says that the password is wrong", () -> log.text().contains("Kafka refuses this client at " + broker.bootstrapServers() + ": SaslAuthenticationException"));
            assertThat(outbox.state()).returns(1L, OutboxState::waiting).returns(0L, OutboxState::deadLetters);
            SecuredKafka.assertNoSecretIn(log.text());
            assertThat(log.text()).doesNotContain("quite-wrong-7f3a");
            assertThat(RestAssured.get("/api/state").asString()).doesNotContain("quite-wrong-7f3a");
        }
    }
}
