package io.headwater.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NodeOptionsTest {

    @Test
    void readsEveryOption() {
        NodeOptions options = NodeOptions.parse(List.of("--port", "9092", "--data", "/tmp/kafka", "--parent", "17", "--until-stdin-closes", "--settings", "kafka.properties"));

        assertThat(options).isEqualTo(new NodeOptions(9092, Path.of("/tmp/kafka"), OptionalLong.of(17), true, Path.of("kafka.properties")));
        assertThat(options.address()).isEqualTo("127.0.0.1:9092");
    }

    @Test
    void refusesAPortOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> NodeOptions.parse(List.of("--port", "65536", "--data", "d")))
                .withMessage("--port is 65536, must be a whole number from 1 to 65535");
    }

    @Test
    void refusesAPortThatIsNoNumber() {
        assertThatIllegalArgumentException().isThrownBy(() -> NodeOptions.parse(List.of("--port", "http", "--data", "d")))
                .withMessage("--port is http, must be a whole number from 1 to 65535");
    }

    @Test
    void refusesAMissingDataFolder() {
        assertThatIllegalArgumentException().isThrownBy(() -> NodeOptions.parse(List.of("--port", "9092")))
                .withMessage("--data is missing");
    }

    @Test
    void refusesAnOptionWithoutItsValue() {
        assertThatIllegalArgumentException().isThrownBy(() -> NodeOptions.parse(List.of("--data", "d", "--port")))
                .withMessage("--port needs a value");
    }

    @Test
    void refusesAnUnknownOption() {
        assertThatIllegalArgumentException().isThrownBy(() -> NodeOptions.parse(List.of("--prot", "9092")))
                .withMessage("unknown option --prot");
    }
}
