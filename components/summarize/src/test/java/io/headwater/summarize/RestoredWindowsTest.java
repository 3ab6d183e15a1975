package io.headwater.summarize;

import static io.headwater.summarize.Items.at;
import static io.headwater.summarize.Items.classified;
import static io.headwater.summarize.Items.found;
import static io.headwater.summarize.Items.live;
import static io.headwater.summarize.Items.readings;
import static io.headwater.summarize.Items.replayed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.headwater.exchange.FlowConverter;
import io.headwater.flow.Fate;
import io.headwater.flow.ModelId;
import io.headwater.flow.Quality;
import io.headwater.flow.Summary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A kill is where the rows that were last taken go on in windows of another process. */
final class RestoredWindowsTest {
    private final Time time = new Time(Items.START);
    private final Map<String, byte[]> disk = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private Windows windows = begun(10, "person");

    private Windows begun(int seconds, String... labels) {
        Windows begun = new Windows(new Settings("crossing", "sum", Duration.ofSeconds(seconds), Duration.ofSeconds(2), Duration.ofSeconds(5), 1000, Set.of(labels)), time);
        told.addAll(begun.restore(disk));
        assertThat(begun.difference()).isZero();
        return begun;
    }

    private void save() {
        windows.take().forEach((row, bytes) -> bytes.ifPresentOrElse(b -> disk.put(row, b), () -> disk.remove(row)));
        windows.taken(true);
    }

    private void kill() {
        windows = begun(10, "person");
    }

    private Fate add(Object item) {
        return windows.add(item, null, true);
    }

    /** What is to be handed on; all of it goes well. */
    private List<Summary> closed() {
        List<Summary> all = new ArrayList<>();
        Summary next;
        while ((next = windows.poll()) != null) {
            all.add(next);
            windows.handedOn(next, true);
        }
        assertThat(windows.difference()).isZero();
        return all;
    }

    private static List<String> texts(List<Summary> summaries) {
        return summaries.stream().map(FlowConverter::toText).toList();
    }

    private List<Summary> someOfEachKind(boolean killed) {
        for (int i = 0; i < 30; i++) {
            add(replayed("a", i * 0.3, i % 3 == 0 ? new String[] {"person", "car"} : new String[0]));
            add(classified("b", i * 0.3, i % 2 == 0 ? "day" : "night"));
            add(Items.watched("d", i * 0.3, i % 4, i));
            add(readings("c", i * 0.3, Quality.GOOD, i, i * i));
            if (killed && i % 7 == 0) {
                save();
                kill();
            }
        }
        windows.flush();
        return closed();
    }

    @Test
    void windowsGoOnAsIfNothingHadHappened() {
        List<Summary> whole = someOfEachKind(false);
        disk.clear();
        windows = begun(10, "person");
        assertThat(texts(someOfEachKind(true))).isEqualTo(texts(whole)).hasSize(4);
        assertThat(told).isEmpty();
    }

    @Test
    void losesNoMoreThanCameAfterTheLastThatWasKept() {
        add(live("cam", 1, "person"));
        add(live("other", 1));
        save();
        add(live("cam", 2, "person"));
        kill();
        assertThat(windows.held()).isEqualTo(2);
        windows.flush();
        assertThat(closed()).extracting(Summary::frames).containsExactly(1L, 1L);
    }

    @Test
    void closesByTheClockWhatWasOpenWhenItWasKilled() {
        windows.add(live("cam", 1));
        save();
        time.pass(Duration.ofMinutes(10));
        kill();
        windows.tick();
        assertThat(closed()).as("its source may be back in a moment").isEmpty();
        time.pass(Duration.ofSeconds(2));
        windows.tick();
        assertThat(closed()).extracting(Summary::partial).containsExactly(false);
    }

    @Test
    void remembersNothingOfARecordingThatNobodyAcknowledges() {
        windows.add(replayed("clip", 1));
        windows.add(replayed("clip", 11));
        assertThat(closed()).hasSize(1);
        save();
        assertThat(disk).isEmpty();
    }

    @Test
    void countsNoItemTwiceThatComesAgainUnderItsId() {
        assertThat(windows.add(replayed("cam", 1), "id-1", true)).isEqualTo(Fate.ABSORBED);
        assertThat(windows.add(replayed("cam", 1), "id-1", true)).isEqualTo(Fate.heldBack("already counted"));
        save();
        kill();
        assertThat(windows.add(replayed("cam", 30), "id-1", true)).isEqualTo(Fate.heldBack("already counted"));
        assertThat(windows.add(replayed("other", 1), "id-1", true)).as("of another source").isEqualTo(Fate.ABSORBED);
        assertThat(windows.add(replayed("cam", 2), null, true)).as("without an id").isEqualTo(Fate.ABSORBED);
        windows.flush();
        assertThat(closed()).extracting(Summary::frames).containsExactly(2L, 1L);
    }

    @Test
    void takesAgainWhatWasNotKept() {
        windows.add(replayed("cam", 1), "id", true);
        Map<String, Optional<byte[]>> lost = windows.take();
        windows.taken(false);
        assertThat(windows.take().keySet()).isEqualTo(lost.keySet()).hasSize(2);
        windows.taken(true);
        assertThat(windows.hasChanges()).isFalse();
        assertThat(windows.take()).isEmpty();
    }

    @Test
    void handsAClosedWindowOnAgainUntilItIsThrough() {
        add(replayed("cam", 1, "person"));
        add(replayed("cam", 11));
        Summary first = windows.poll();
        assertThat(windows.isKept(first)).isFalse();
        save();
        assertThat(windows.isKept(first)).isTrue();
        kill();
        List<Summary> again = closed();
        assertThat(texts(again)).isEqualTo(texts(List.of(first)));
        save();
        kill();
        assertThat(closed()).isEmpty();
        assertThat(windows.held()).as("the next one").isEqualTo(1);
    }

    @Test
    void keepsAWindowThatFailedForTheNextStart() {
        add(replayed("cam", 1));
        windows.flush();
        assertThat(windows.handedOn(windows.poll(), false)).isNull();
        save();
        assertThat(windows.poll()).isNull();
        kill();
        assertThat(closed()).hasSize(1);
    }

    @Test
    void keepsNoMoreThanAThousandThatFailed() {
        Summary givenUp = null;
        for (int i = 0; i <= Remembered.MOST_FAILED; i++) {
            assertThat(givenUp).isNull();
            add(replayed("cam", 10 * i));
            windows.flush();
            givenUp = windows.handedOn(windows.poll(), false);
        }
        assertThat(givenUp.start()).isEqualTo(at(0));
        save();
        kill();
        assertThat(closed()).hasSize(Remembered.MOST_FAILED);
    }

    @Test
    void closesWhatWasSummedUpByOtherOptions() {
        add(replayed("cam", 1, "person"));
        save();
        windows = begun(20, "person");
        assertThat(add(replayed("cam", 2))).isEqualTo(Fate.ABSORBED);
        windows.flush();
        assertThat(closed()).extracting(Summary::length, Summary::partial, Summary::frames).containsExactly(
                tuple(Duration.ofSeconds(10), true, 1L), tuple(Duration.ofSeconds(20), true, 1L));
        save();
        windows = begun(20, "person", "car");
        add(replayed("cam", 2));
        windows.flush();
        assertThat(closed()).as("no id twice").extracting(Summary::revision).containsExactly(2);
    }

    @Test
    void startsAnewWhenTheClockHasFallenBack() {
        time.pass(Duration.ofHours(1));
        windows.add(live("cam", 3600));
        save();
        time.pass(Duration.ofHours(-1));
        kill();
        assertThat(windows.add(live("cam", 1))).isEqualTo(Fate.ABSORBED);
        windows.flush();
        assertThat(closed()).extracting(Summary::start, Summary::partial).containsExactly(tuple(at(3600), true), tuple(at(0), true));
    }

    @Test
    void keepsTheOrderOfEventTimeOverAKill() {
        add(replayed("cam", 25));
        save();
        kill();
        assertThat(add(replayed("cam", 9))).isEqualTo(Fate.dropped("late"));
        assertThat(add(found("cam", at(26), at(26).plusSeconds(9999), new ModelId("other", "1", "b".repeat(64))))).isEqualTo(Fate.ABSORBED);
        assertThat(closed()).as("another model").extracting(Summary::partial).containsExactly(true);
    }

    @Test
    void goesOnWithoutWhatItCannotRead() {
        add(replayed("cam", 1));
        add(replayed("other", 1));
        save();
        disk.put("key/cam", new byte[] {9, 1, 2});
        disk.put("strange", new byte[0]);
        kill();
        assertThat(told).containsExactlyInAnyOrder("key/cam cannot be read, and is given up: it is of version 9, this Headwater reads versions up to 2",
                "strange cannot be read, and is given up: this Headwater knows no such row");
        assertThat(windows.held()).isEqualTo(1);
        save();
        assertThat(disk).containsOnlyKeys("key/other");
    }

    @Test
    void aStoppedStepStartsAnewUnderNoIdThatWasUsed() {
        add(replayed("a", 25));
        add(replayed("b", 25));
        windows.flush();
        assertThat(closed()).extracting(Summary::revision).containsExactly(0, 0);
        windows.restart();
        save();
        kill();
        assertThat(add(replayed("a", 5))).as("event time may begin anywhere").isEqualTo(Fate.ABSORBED);
        assertThat(add(replayed("b", 25))).isEqualTo(Fate.ABSORBED);
        windows.flush();
        assertThat(closed()).extracting(Summary::key, Summary::revision).containsExactly(
                tuple("a", 0), tuple("b", 1));
    }
}
