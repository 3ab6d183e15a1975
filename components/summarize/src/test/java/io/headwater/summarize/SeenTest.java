package io.headwater.summarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SeenTest {
    private static long id(int i) {
        return Seen.id("cam", Integer.toString(i));
    }

    @Test
    void remembersTheNewestAndForgetsTheOldest() {
        Seen seen = new Seen();
        Map<Integer, byte[]> disk = new HashMap<>();
        int all = Seen.MOST + 3 * Seen.CHUNK + 7;
        for (int i = 0; i < all; i++) {
            int chunk = seen.add(id(i));
            disk.put(chunk, seen.bytes(chunk).orElseThrow());
        }
        Seen again = new Seen();
        disk.values().forEach(again::restore);
        for (Seen one : new Seen[] {seen, again}) {
            assertThat(one.contains(id(all - 1))).isTrue();
            assertThat(one.contains(id(all - Seen.MOST + Seen.CHUNK))).isTrue();
            assertThat(one.contains(id(0))).isFalse();
            assertThat(one.contains(id(all))).isFalse();
        }
        assertThat(again.add(id(all))).isEqualTo(seen.add(id(all)));
        assertThat(again.bytes(3).orElseThrow()).isEqualTo(seen.bytes(3).orElseThrow());
    }

    @Test
    void refusesWhatIsNoChunk() {
        for (int bytes : new int[] {0, 7, 9, 8 * (Seen.CHUNK + 2)}) {
            assertThatThrownBy(() -> new Seen().restore(new byte[bytes])).isInstanceOf(IllegalArgumentException.class).hasMessage(bytes + " bytes are no chunk of ids");
        }
    }
}
