package io.headwater.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteSizeTest {
    @Test
    void readsSizesAsPersonsWriteThem() {
        assertThat(ByteSize.parse("x", "1073741824")).isEqualTo(1L << 30);
        assertThat(ByteSize.parse("x", "512MiB")).isEqualTo(512L << 20);
        assertThat(ByteSize.parse("x", " 2 gb ")).isEqualTo(2_000_000_000L);
        assertThat(ByteSize.parse("x", "64k")).isEqualTo(64_000);
        assertThat(ByteSize.parse("x", "1TiB")).isEqualTo(1L << 40);
    }

    @Test
    void refusesWhatIsNoSize() {
        for (String wrong : new String[] {"", "lots", "-1", "1.5GiB", "5XB"}) {
            assertThatThrownBy(() -> ByteSize.parse("headwater.outbox.maxBytes", wrong)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("headwater.outbox.maxBytes is " + wrong + ", must be a size such as 512MiB or 2GB");
        }
    }
}
