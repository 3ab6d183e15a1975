package io.headwater.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.contract.CheckRun;
import io.headwater.exchange.StepCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class UplinkCheckTest {
    private static List<String> check(Map<String, String> options) {
        StepCheck check = ServiceLoader.load(StepCheck.class).stream().map(ServiceLoader.Provider::get).filter(c -> c.scheme().equals("uplink"))
                .findFirst().orElseThrow();
        return CheckRun.of(check, new StepCheck.Options(options, false, true, Path.of(""), List.of()), "%s [%s] %s | %s");
    }

    @Test
    void takesNamesThatKafkaTakes() {
        assertThat(check(Map.of("channel", "summaries", "topic", "site-1.summaries_v2"))).isEmpty();
        assertThat(check(Map.of("channel", "a".repeat(249)))).isEmpty();
    }

    @Test
    void refusesTheTopicOfItsOwnProgress() {
        assertThat(check(Map.of("channel", "sales", "topic", "headwater-progress"))).containsExactly("topic [HW-070] uplink.topic is headwater-progress, the topic on which the uplink"
                + " keeps what was sent exactly once | topic: another name; or headwater.uplink.progressTopic in the settings");
        assertThat(check(Map.of("channel", "headwater-progress"))).singleElement().asString().startsWith("channel [HW-070]");
        assertThat(check(Map.of("channel", "headwater-progress", "topic", "sales"))).isEmpty();
    }

    @Test
    void refusesNamesThatKafkaRefuses() {
        assertThat(check(Map.of("channel", "sum maries/1", "topic", ".."))).containsExactly(
                "channel [HW-012] uplink.channel is sum maries/1, must be 1–249 of a–z A–Z 0–9 . _ -, and not . or .. | channel: sum-maries-1",
                "topic [HW-012] uplink.topic is .., must be 1–249 of a–z A–Z 0–9 . _ -, and not . or .. | topic: summaries");
        assertThat(check(Map.of("topic", "a".repeat(250)))).hasSize(1);
    }
}
