package io.headwater.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SummaryTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    private static Summary window(long start, String key, Map<String, Distribution> perFrame, int... slots) {
        BitSet seen = new BitSet();
        for (int slot : slots) {
            seen.set(slot);
        }
        return new Summary("r", "s", key, Instant.ofEpochSecond(start), TEN, 0, false, 5, Summary.SLOTS_A_WINDOW, seen, perFrame, null);
    }

    private static Map<String, Distribution> perFrame(String label, double... values) {
        Distribution d = new Distribution();
        for (double value : values) {
            d.add(value);
        }
        Map<String, Distribution> map = new TreeMap<>();
        map.put(label, d);
        return map;
    }

    @Test
    void placesAddAndCountNobodyWhereALabelWasNotSeen() {
        Distribution one = new Distribution();
        one.add(2);
        one.add(4);
        Distribution other = new Distribution();
        other.add(3);
        Traffic both = new Traffic(2, Map.of("person", 3L), Map.of(), Map.of("person", one), Map.of("person", other))
                .merge(new Traffic(1, Map.of("person", 1L, "car", 1L), Map.of("car", 2L), Map.of("car", other), Map.of("person", other)));
        assertThat(both.frames()).isEqualTo(3);
        assertThat(both.in()).isEqualTo(Map.of("person", 4L, "car", 1L));
        assertThat(both.out()).isEqualTo(Map.of("car", 2L));
        assertThat(both.occupancy().get("person").mean()).isEqualTo(2);
        assertThat(both.occupancy().get("car").mean()).isEqualTo(1);
        assertThat(both.dwell().get("person").count()).as("stays have no zeros").isEqualTo(2);
    }

    @Test
    void neighboursMakeOne() {
        Summary both = window(0, "cam", perFrame("person", 1, 3), 0, 9).merge(window(10, "cam", perFrame("person", 8), 1));
        assertThat(both.start()).isEqualTo(Instant.EPOCH);
        assertThat(both.length()).isEqualTo(Duration.ofSeconds(20));
        assertThat(both.frames()).isEqualTo(10);
        assertThat(both.seen().stream().toArray()).containsExactly(0, 9, 11);
        assertThat(both.coverage()).isEqualTo(3.0 / 20);
        assertThat(both.perFrame().get("person").mean()).isEqualTo(4);
        assertThat(both.id()).isEqualTo("r/s/cam/1970-01-01T00:00:00Z/PT20S/0");
    }

    @Test
    void mergeKeepsLabelsOfEither() {
        Summary both = window(0, "cam", perFrame("person", 1)).merge(window(10, "cam", perFrame("bus", 2)));
        assertThat(both.perFrame()).containsOnlyKeys("person", "bus");
    }

    @Test
    void mergeIsAssociative() {
        Summary a = window(0, "cam", perFrame("person", 1, 2), 0);
        Summary b = window(10, "cam", perFrame("person", 3), 5);
        Summary c = window(20, "cam", perFrame("person", 4), 9);
        Summary left = a.merge(b).merge(c);
        Summary right = a.merge(b.merge(c));
        assertThat(left.seen()).isEqualTo(right.seen());
        assertThat(left.slots()).isEqualTo(right.slots());
        assertThat(left.perFrame().get("person").sum()).isEqualTo(right.perFrame().get("person").sum());
        assertThat(left.perFrame().get("person").quantile(0.5)).isEqualTo(right.perFrame().get("person").quantile(0.5));
    }

    @Test
    void refusesToMergeWhatIsNotNeighbours() {
        assertThatThrownBy(() -> window(0, "cam", Map.of()).merge(window(20, "cam", Map.of())))
                .hasMessageStartingWith("not neighbours: r/s/cam/1970-01-01T00:00:00Z/PT10S/0 ends at 1970-01-01T00:00:10Z");
    }

    @Test
    void refusesToMergeOtherKeys() {
        assertThatThrownBy(() -> window(0, "cam", Map.of()).merge(window(10, "door", Map.of()))).hasMessageStartingWith("not of one step, key and model");
    }

    @Test
    void refusesAWindowWithoutLength() {
        assertThatThrownBy(() -> new Summary("r", "s", "k", Instant.EPOCH, Duration.ZERO, 0, false, 0, 10, new BitSet(), Map.of(), null))
                .hasMessage("a window's length is PT0S, must be above 0");
    }

    @Test
    void partsOfOneWindowAddUp() {
        ModelId model = new ModelId("people", "1", "d");
        Summary first = new Summary("r", "s", "cam", Instant.EPOCH, TEN, 0, true, 2, 10, BitSet.valueOf(new long[] {1}), perFrame("person", 1, 3), model);
        Summary second = new Summary("r", "s", "cam", Instant.EPOCH, TEN, 1, true, 1, 10, BitSet.valueOf(new long[] {3}), perFrame("bus", 4), model);
        Summary both = first.together(second);
        assertThat(both.frames()).isEqualTo(3);
        assertThat(both.seen().stream().toArray()).containsExactly(0, 1);
        assertThat(both.perFrame().get("person").count()).as("0 in the frame of the other part").isEqualTo(3);
        assertThat(both.perFrame().get("bus").count()).isEqualTo(3);
        assertThat(both.length()).isEqualTo(TEN);
    }

    @Test
    void partsOfTwoModelsKeepTheirLabelsApart() {
        Summary first = new Summary("r", "s", "cam", Instant.EPOCH, TEN, 0, true, 2, 10, new BitSet(), perFrame("person", 1, 3), new ModelId("people", "1", "d"));
        Summary second = new Summary("r", "s", "cam", Instant.EPOCH, TEN, 1, true, 1, 10, new BitSet(), perFrame("bus", 4), new ModelId("cars", "1", "e"));
        assertThat(first.together(second).perFrame().get("person").count()).isEqualTo(2);
        assertThat(first.together(second).model()).isNull();
    }

    @Test
    void refusesPartsOfOtherWindows() {
        assertThatThrownBy(() -> window(0, "cam", Map.of()).together(window(10, "cam", Map.of()))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not parts of one window: r/s/cam/1970-01-01T00:00:00Z/PT10S/0 and r/s/cam/1970-01-01T00:00:10Z/PT10S/0");
    }
}
