package io.headwater.summarize;

import static io.headwater.summarize.Items.at;
import static io.headwater.summarize.Items.classified;
import static io.headwater.summarize.Items.found;
import static io.headwater.summarize.Items.live;
import static io.headwater.summarize.Items.readings;
import static io.headwater.summarize.Items.replayed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headwater.flow.Distribution;
import io.headwater.flow.Embedding;
import io.headwater.flow.Fate;
import io.headwater.flow.Inference;
import io.headwater.flow.ModelId;
import io.headwater.flow.Origin;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Quality;
import io.headwater.flow.Summary;
import io.headwater.flow.Traffic;
import io.headwater.flow.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WindowsTest {
    private final Time time = new Time(Items.START);
    private final Windows windows = windows(1000, Set.of());

    private Windows windows(int maxKeys, Set<String> labels) {
        return new Windows(new Settings("crossing", "sum", Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(5), maxKeys, labels), time);
    }

    @AfterEach
    void loseNothing() {
        assertThat(windows.difference()).isZero();
    }

    private static List<Summary> closed(Windows windows) {
        List<Summary> all = new ArrayList<>();
        Summary next;
        while ((next = windows.poll()) != null) {
            all.add(next);
        }
        return all;
    }

    private List<Summary> closed() {
        return closed(windows);
    }

    private static Distribution of(Summary summary, String label) {
        Distribution found = summary.perFrame().get(label);
        assertThat(found).as("%s in %s", label, summary.perFrame().keySet()).isNotNull();
        return found;
    }

    @Test
    void tellsWhatBecameOfPlaces() {
        Windows watching = windows(10, Set.of("person"));
        watching.add(Items.watched("cam", 0, 3, 4));
        watching.add(Items.watched("cam", 1, 0, 8));
        watching.flush();
        Summary summary = closed(watching).getFirst();
        Traffic hall = summary.places().get("hall");
        assertThat(hall.frames()).isEqualTo(2);
        assertThat(hall.in()).isEqualTo(Map.of("person", 0L));
        assertThat(hall.out()).isEqualTo(Map.of("person", 2L));
        assertThat(hall.occupancy().get("person").mean()).isEqualTo(1.5);
        assertThat(hall.occupancy().get("person").max()).isEqualTo(3);
        assertThat(hall.dwell().get("person").mean()).isEqualTo(6);
        Traffic door = summary.places().get("door");
        assertThat(door.in()).isEqualTo(Map.of("car", 2L, "person", 0L));
        assertThat(door.occupancy()).as("nobody is in a line").isEmpty();
    }

    @Test
    void closesAWindowWithTheFirstItemAfterItsEnd() {
        assertThat(windows.add(replayed("cam", 0, "person"))).isEqualTo(Fate.ABSORBED);
        windows.add(replayed("cam", 9.999, "person", "person", "car"));
        assertThat(closed()).isEmpty();
        windows.add(replayed("cam", 10));
        assertThat(closed()).singleElement().satisfies(s -> {
            assertThat(s.id()).isEqualTo("crossing/sum/cam/2026-01-01T00:00:00Z/PT10S/0");
            assertThat(s.frames()).isEqualTo(2);
            assertThat(s.partial()).isFalse();
            assertThat(s.model()).isEqualTo(Items.MODEL);
            assertThat(of(s, "person").sum()).isEqualTo(3);
            assertThat(of(s, "person").min()).isEqualTo(1);
            assertThat(of(s, "person").max()).isEqualTo(2);
        });
    }

    @Test
    void countsZeroWhereALabelWasNotFound() {
        for (int i = 0; i < 100; i++) {
            windows.add(replayed("cam", i * 0.1, i == 60 ? new String[] {"person", "person"} : new String[0]));
        }
        windows.flush();
        Distribution person = of(closed().getFirst(), "person");
        assertThat(person.count()).isEqualTo(100);
        assertThat(person.mean()).isCloseTo(0.02, within(1e-9));
        assertThat(person.min()).isZero();
        assertThat(person.max()).isEqualTo(2);
        assertThat(person.quantile(0.5)).isZero();
    }

    @Test
    void reportsALabelThatWasFoundInAnEarlierWindow() {
        windows.add(replayed("cam", 1, "person"));
        windows.add(replayed("cam", 11));
        windows.flush();
        assertThat(of(closed().getLast(), "person")).satisfies(d -> {
            assertThat(d.count()).isEqualTo(1);
            assertThat(d.max()).isZero();
        });
    }

    @Test
    void reportsTheLabelsThatAreAskedForEvenIfNeverFound() {
        Windows asked = windows(1000, Set.of("person"));
        asked.add(replayed("cam", 1));
        asked.add(replayed("cam", 2, "car"));
        asked.flush();
        Summary summary = closed(asked).getFirst();
        assertThat(summary.perFrame().keySet()).containsExactly("car", "person");
        assertThat(of(summary, "person").count()).isEqualTo(2);
        assertThat(of(summary, "person").max()).isZero();
    }

    @Test
    void makesAWindowOfNothingFound() {
        windows.add(replayed("cam", 1));
        windows.flush();
        assertThat(closed()).singleElement().satisfies(s -> {
            assertThat(s.frames()).isEqualTo(1);
            assertThat(s.perFrame()).isEmpty();
        });
    }

    @Test
    void dropsAnItemWhoseWindowIsClosed() {
        windows.add(replayed("cam", 10));
        assertThat(windows.add(replayed("cam", 9.9))).isEqualTo(Fate.dropped("late"));
        windows.flush();
        assertThat(closed()).singleElement().satisfies(s -> assertThat(s.frames()).isEqualTo(1));
    }

    @Test
    void takesItemsOutOfOrderWithinTheOpenWindow() {
        windows.add(replayed("cam", 8));
        assertThat(windows.add(replayed("cam", 0.5))).isEqualTo(Fate.ABSORBED);
        windows.flush();
        assertThat(closed().getFirst().frames()).isEqualTo(2);
    }

    @Test
    void makesNoWindowForAGap() {
        windows.add(replayed("cam", 1));
        windows.add(replayed("cam", 45));
        windows.flush();
        assertThat(closed()).extracting(Summary::start).containsExactly(at(0), at(40));
    }

    @Test
    void keepsTwoSourcesApart() {
        windows.add(replayed("a", 5, "person"));
        windows.add(replayed("b", 1, "car"));
        windows.add(replayed("a", 12));
        assertThat(windows.add(replayed("b", 9))).isEqualTo(Fate.ABSORBED);
        assertThat(closed()).singleElement().satisfies(s -> assertThat(s.key()).isEqualTo("a"));
        windows.flush();
        assertThat(closed()).extracting(Summary::key).containsExactly("b", "a");
    }

    @Test
    void ordersWindowsThatCloseTogetherByStartThenKey() {
        windows.add(replayed("c", 3));
        windows.add(replayed("a", 13));
        windows.add(replayed("b", 4));
        windows.flush();
        assertThat(closed()).extracting(Summary::key).containsExactly("b", "c", "a");
    }

    @Test
    void marksAWindowClosedBeforeItsEndAsPartial() {
        windows.add(replayed("cam", 1));
        windows.flush();
        assertThat(closed()).singleElement().satisfies(s -> assertThat(s.partial()).isTrue());
        windows.flush();
        assertThat(closed()).isEmpty();
    }

    @Test
    void givesTheRestOfAPartialWindowTheNextRevision() {
        windows.add(replayed("cam", 1));
        windows.flush();
        windows.add(replayed("cam", 2));
        windows.add(replayed("cam", 11));
        windows.flush();
        assertThat(closed()).extracting(s -> s.start() + "#" + s.revision() + (s.partial() ? " partial" : ""))
                .containsExactly(at(0) + "#0 partial", at(0) + "#1 partial", at(10) + "#0 partial");
    }

    @Test
    void usesNoIdTwiceAfterARestart() {
        windows.add(replayed("cam", 1));
        windows.flush();
        windows.restart();
        windows.add(replayed("cam", 2));
        windows.flush();
        assertThat(closed()).extracting(Summary::revision).containsExactly(0, 1);
    }

    @Test
    void takesARecordingFromItsStartAgainAfterARestart() {
        windows.add(replayed("cam", 95));
        windows.flush();
        windows.restart();
        assertThat(windows.add(replayed("cam", 1))).isEqualTo(Fate.ABSORBED);
    }

    @Test
    void closesAQuietLiveWindowByTheClock() {
        windows.add(live("cam", 9));
        time.pass(Duration.ofMillis(11_999));
        windows.tick();
        assertThat(closed()).isEmpty();
        time.pass(Duration.ofMillis(1));
        windows.tick();
        assertThat(closed()).singleElement().satisfies(s -> assertThat(s.partial()).isFalse());
        assertThat(windows.add(live("cam", 9.5))).isEqualTo(Key.LATE);
    }

    @Test
    void keepsTheWindowOfALiveSourceThatLagsAndStillGives() {
        time.pass(Duration.ofSeconds(60)); // the route is a minute behind its queue
        windows.add(live("cam", 1));
        time.pass(Duration.ofMillis(1_999));
        windows.tick();
        assertThat(closed()).isEmpty();
        assertThat(windows.add(live("cam", 2))).isEqualTo(Fate.ABSORBED);
    }

    @Test
    void leavesReplayedWindowsToEventTimeAlone() {
        windows.add(replayed("cam", 1));
        time.pass(Duration.ofDays(400));
        windows.tick();
        assertThat(closed()).isEmpty();
    }

    @Test
    void refusesALiveItemFromTheFuture() {
        windows.add(live("cam", 1));
        assertThat(windows.add(found("cam", at(3600), at(2), Items.MODEL))).isEqualTo(Fate.failed("from the future"));
        assertThat(windows.add(live("cam", 2))).as("the watermark has not moved").isEqualTo(Fate.ABSORBED);
    }

    @Test
    void takesAFilePlayedFasterThanTimeForReplayed() {
        for (int i = 0; i < 300; i++) { // 30 s of pictures that came within 3 s
            assertThat(windows.add(found("cam", at(i * 0.1), at(i * 0.01), Items.MODEL))).isEqualTo(Fate.ABSORBED);
        }
        assertThat(closed()).extracting(Summary::frames).containsExactly(100L, 100L);
        time.pass(Duration.ofDays(1));
        windows.tick();
        assertThat(closed()).as("closed by the clock").isEmpty();
    }

    @Test
    void dropsSourcesBeyondTheMost() {
        Windows one = windows(1, Set.of());
        assertThat(one.add(replayed("a", 1))).isEqualTo(Fate.ABSORBED);
        assertThat(one.add(replayed("b", 1))).isEqualTo(Fate.dropped("too many keys"));
        assertThat(one.difference()).isZero();
    }

    @Test
    void startsAnotherRecordWhenTheModelChanges() {
        windows.add(replayed("cam", 1, "person"));
        ModelId next = new ModelId("people", "1.1.0", "b".repeat(64));
        windows.add(found("cam", at(2), at(2).plus(Duration.ofDays(30)), next, "person"));
        windows.add(replayed("cam", 11));
        assertThat(closed()).extracting(s -> s.model() + " #" + s.revision() + (s.partial() ? " partial" : ""))
                .containsExactly(Items.MODEL + " #0 partial", next + " #1 partial");
    }

    @Test
    void countsTheBestClassOfEachPicture() {
        windows.add(classified("cam", 1, "open", "shut"));
        windows.add(classified("cam", 2, "open"));
        windows.add(classified("cam", 3, "shut", "open"));
        windows.add(classified("cam", 4));
        windows.flush();
        Summary summary = closed().getFirst();
        assertThat(of(summary, "open").sum()).isEqualTo(2);
        assertThat(of(summary, "shut").sum()).isEqualTo(1);
        assertThat(of(summary, "shut").count()).isEqualTo(4);
    }

    @Test
    void spreadsReadingsBySeriesAndLeavesBadOnesOut() {
        windows.add(readings("boiler", 1, Quality.GOOD, 20, 22, Double.NaN));
        windows.add(readings("boiler", 2, Quality.BAD, -273));
        windows.flush();
        Summary summary = closed().getFirst();
        assertThat(summary.frames()).isEqualTo(2);
        assertThat(of(summary, "temperature").count()).isEqualTo(2);
        assertThat(of(summary, "temperature").mean()).isEqualTo(21);
        assertThat(summary.model()).isNull();
    }

    @Test
    void countsFramesThatNoModelLookedAtAsSeenOnly() {
        try (FramePool pool = new FramePool(1 << 20)) {
            for (int i = 0; i < 3; i++) {
                Frame frame = pool.take(new Origin("cam", 0, i, at(i), at(i)), 4, 4, PixelFormat.GRAY8, View.whole(4, 4));
                windows.add(frame);
                frame.release();
            }
            windows.add(live("cam", 3, "person"));
            windows.flush();
            Summary summary = closed().getFirst();
            assertThat(summary.frames()).isEqualTo(4);
            assertThat(of(summary, "person").count()).as("pictures that were looked at").isEqualTo(1);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsInWhichTenthsTheSourceWasSeen() {
        windows.add(replayed("cam", 0.5));
        windows.add(replayed("cam", 0.6));
        windows.add(replayed("cam", 9.99));
        windows.flush();
        Summary summary = closed().getFirst();
        assertThat(summary.coverage()).isEqualTo(0.2);
        assertThat(summary.seen().stream()).containsExactly(0, 9);
    }

    @Test
    void alignsWindowsBefore1970Too() {
        windows.add(found("cam", java.time.Instant.ofEpochMilli(-1), at(0), Items.MODEL));
        windows.flush();
        assertThat(closed().getFirst().start()).isEqualTo(java.time.Instant.ofEpochSecond(-10));
    }

    @Test
    void namesWhatItCannotSum() {
        assertThatThrownBy(() -> windows.add("hello")).hasMessage(
                "summarize got java.lang.String, it sums up inferences that are Detections or Classes, Frames, and Readings");
        Inference face = live("cam", 1).with(new Embedding(new float[4]));
        assertThatThrownBy(() -> windows.add(face)).hasMessage("summarize got an inference of people:1.0.0@aaaaaaaaaaaa that is Embedding,"
                + " it sums up inferences that are Detections or Classes, Frames, and Readings");
        assertThatThrownBy(() -> windows.add(null)).hasMessageStartingWith("summarize got nothing,");
    }

    @Test
    void refusesMoreNamesThanItCanHold() {
        String[] names = new String[Settings.MAX_NAMES + 1];
        for (int i = 0; i < names.length; i++) {
            names[i] = "label-" + i;
        }
        assertThatThrownBy(() -> windows.add(replayed("cam", 1, names))).hasMessage("the window has 1000 labels, the most is 1000");
        assertThat(windows.add(replayed("cam", 2, "person"))).isEqualTo(Fate.ABSORBED);
    }
}
