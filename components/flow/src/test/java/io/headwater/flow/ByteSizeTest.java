package io.headwater.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ByteSizeTest {
    @Test
    void readsSizesAsPeopleWriteThem() {
        assertThat(ByteSize.parse("64MiB")).hasValue(64L << 20);
        assertThat(ByteSize.parse("500 kB")).hasValue(500_000);
        assertThat(ByteSize.parse(" 1048576 ")).hasValue(1_048_576);
        assertThat(ByteSize.parse("1B")).hasValue(1);
        assertThat(ByteSize.parse("2GiB")).hasValue(2L << 30);
    }

    @Test
    void rejectsWhatIsNoSize() {
        for (String text : List.of("", "0", "0MiB", "-1", "1.5MiB", "64mb", "MiB", "lots", "999999999999GiB")) {
            assertThat(ByteSize.parse(text)).as(text).isEmpty();
        }
    }
}
