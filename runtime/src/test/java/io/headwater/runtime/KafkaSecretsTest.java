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
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** TLS and SASL by Kafka's own names, the secrets from files: a record goes to a broker that asks for both, and nobody hears of a secret. */
@QuarkusTest
@TestProfile(KafkaSecretsTest.Secured.class)
class KafkaSecretsTest {
    private static final SecuredKafka KAFKA = SecuredKafka.prepare();

    public static final class Secured implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return KAFKA.client(SecuredKafka.PASSWORD);
        }
    }

    @Inject
    Engine engine;

    @Test
    void deliversOverTlsWithAPasswordThatNobodyHearsOf() throws Exception {
        try (CapturedLog log = new CapturedLog(); BrokerProcess broker = KAFKA.start()) {
            Outbox outbox = Outbox.of(engine.context());
            outbox.append(new Draft("secured", "secured", "box", "box/r/s", "one", "io.headwater.text.v1", "text/plain", "", Instant.now(), new byte[] {1}));
            CapturedLog.await("it is acknowledged", () -> outbox.state().acknowledged() == 1);
            assertThat(outbox.state()).returns(0L, OutboxState::waiting).returns(0L, OutboxState::deadLetters);
            assertThat(log.text()).contains("Kafka answers at");
            SecuredKafka.assertNoSecretIn(log.text());
            for (Path path : new Path[] {Path.of("/q/metrics"), Path.of("/api/state"), Path.of("/api/outbox"), Path.of("/q/health")}) {
                SecuredKafka.assertNoSecretIn(RestAssured.get(path.toString()).asString());
            }
        }
    }
}
