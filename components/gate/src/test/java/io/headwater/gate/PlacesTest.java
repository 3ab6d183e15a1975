package io.headwater.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.flow.Box;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Fate;
import io.headwater.flow.Inference;
import io.headwater.flow.Origin;
import io.headwater.flow.Place;
import io.headwater.flow.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects walk over a picture of 100×100; each stands at a point {@code id@x,y}. */
final class PlacesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SQUARE = "0.2,0.2;0.8,0.2;0.8,0.8;0.2,0.8";

    private static Watching zone(Keep keep, String dwell) {
        Watch.Rules rules = new Watch.Rules("hall", Outline.zone(SQUARE), Duration.ofMillis(300), Duration.ofSeconds(3));
        return new Watching("hall", () -> new ZoneWatch(rules), Anchor.FOOT, keep, Duration.parse(dwell));
    }

    private static Watching line(Keep keep) {
        Watch.Rules rules = new Watch.Rules("door", Outline.line("0.2,0.5;0.8,0.5"), Duration.ofMillis(300), Duration.ofSeconds(3));
        return new Watching("door", () -> new LineWatch(rules), Anchor.FOOT, keep, Duration.ZERO);
    }

    private static Inference picture(String camera, long epoch, double seconds, String... objects) {
        List<Detection> all = Stream.of(objects).map(o -> {
            String[] part = o.split("[@,]");
            float x = Float.parseFloat(part[1]);
            float y = Float.parseFloat(part[2]);
            return new Detection("person", 0.9f, new Box(x - 5, y - 20, x + 5, y)).of(new Track(Long.parseLong(part[0]), Duration.ZERO, 0, List.of()));
        }).toList();
        Instant at = START.plusMillis(Math.round(seconds * 1000));
        return new Inference(new Origin(camera, epoch, 0, at, at), null, 100, 100, Found.MODEL, Duration.ZERO, new Detections(all));
    }

    private static Watching.Seen see(Watching watching, double seconds, String... objects) {
        Inference picture = picture("cam", 0, seconds, objects);
        return watching.see(picture, (Detections) picture.answer());
    }

    private static Place.Zone hall(Watching.Seen seen) {
        return (Place.Zone) seen.detections().places().getFirst();
    }

    private static List<String> texts(List<Place.Visit> visits) {
        return visits.stream().map(v -> v.track() + " " + v.dwell()).toList();
    }

    /** Who crosses while one goes from place to place, a step each tenth of a second, and then stands for a second. */
    private static List<String> crossings(Watching watching, String... way) {
        List<String> all = new ArrayList<>();
        double at = 0;
        for (int i = 0; i < way.length + 10; i++) {
            Place.Line line = (Place.Line) see(watching, at += 0.1, way[Math.min(i, way.length - 1)]).detections().places().getFirst();
            line.crossings().forEach(c -> all.add(c.track() + " " + c.direction()));
        }
        return all;
    }

    @Test
    void tellsWhoEntersIsInsideAndLeaves() {
        Watching hall = zone(Keep.ALL, "PT0S");
        assertThat(hall(see(hall, 0, "1@10,50")).inside()).isEmpty();
        assertThat(hall(see(hall, 1, "1@30,50")).entered()).as("not settled").isEmpty();
        assertThat(texts(hall(see(hall, 1.4, "1@40,50")).entered())).containsExactly("1 PT0.4S");
        assertThat(texts(hall(see(hall, 5, "1@50,50")).inside())).containsExactly("1 PT4S");
        assertThat(hall(see(hall, 6, "1@95,50")).left()).isEmpty();
        Place.Zone gone = hall(see(hall, 6.5, "1@95,50"));
        assertThat(texts(gone.left())).as("until last seen inside").containsExactly("1 PT4S");
        assertThat(gone.inside()).isEmpty();
        assertThat(hall(see(hall, 7, "1@95,50")).left()).isEmpty();
    }

    @Test
    void whoTremblesOnTheEdgeEntersOnce() {
        Watching hall = zone(Keep.ALL, "PT0S");
        int entered = 0;
        int left = 0;
        for (int i = 0; i < 100; i++) {
            Place.Zone now = hall(see(hall, 0.1 * i, i < 10 || i % 2 == 0 ? "1@21,50" : "1@19,50"));
            entered += now.entered().size();
            left += now.left().size();
        }
        assertThat(entered).isEqualTo(1);
        assertThat(left).isZero();
    }

    @Test
    void whoIsHiddenStaysInsideUntilLeftAfter() {
        Watching hall = zone(Keep.ALL, "PT0S");
        see(hall, 0, "1@50,50");
        see(hall, 1, "1@50,50");
        assertThat(hall(see(hall, 3.5)).inside()).hasSize(1);
        Place.Zone gone = hall(see(hall, 4.5));
        assertThat(gone.inside()).isEmpty();
        assertThat(texts(gone.left())).containsExactly("1 PT1S");
    }

    @Test
    void keepsThoseWhoHaveStayedForLong() {
        Watching hall = zone(Keep.INSIDE, "PT10S");
        see(hall, 0, "1@50,50");
        see(hall, 6, "1@50,50", "2@40,40");
        Watching.Seen seen = see(hall, 12, "1@50,50", "2@40,40", "3@90,90");
        assertThat(seen.count()).isEqualTo(1);
        assertThat(seen.detections().all()).extracting(d -> d.track().id()).containsExactly(1L);
        assertThat(hall(seen).inside()).as("the place is told as it is").hasSize(2);
    }

    @Test
    void countsWhoLeavesUnseen() {
        Watching hall = zone(Keep.LEAVING, "PT0S");
        see(hall, 0, "1@50,50");
        see(hall, 1, "1@50,50");
        Watching.Seen gone = see(hall, 5);
        assertThat(gone.count()).isEqualTo(1);
        assertThat(gone.detections().all()).isEmpty();
    }

    @Test
    void downIsInAndUpIsOut() {
        assertThat(crossings(line(Keep.ALL), "1@50,30", "1@50,45", "1@50,55")).containsExactly("1 IN");
        assertThat(crossings(line(Keep.ALL), "1@50,70", "1@50,45")).containsExactly("1 OUT");
    }

    @Test
    void whoTurnsBackOrStandsOnTheLineDoesNotCross() {
        assertThat(crossings(line(Keep.ALL), "1@50,45", "1@50,52", "1@50,48", "1@50,52", "1@50,48")).isEmpty();
        assertThat(crossings(line(Keep.ALL), "1@50,45", "1@50,50")).isEmpty();
        assertThat(crossings(line(Keep.ALL), "1@50,45", "1@50,50", "1@50,55")).containsExactly("1 IN");
    }

    @Test
    void whoGoesAroundTheEndDoesNotCross() {
        assertThat(crossings(line(Keep.ALL), "1@50,45", "1@90,45", "1@90,55", "1@50,55")).isEmpty();
    }

    @Test
    void whoCrossesInAGapHasCrossed() {
        Watching door = line(Keep.IN);
        see(door, 0, "1@50,30");
        see(door, 2.5, "1@50,70");
        assertThat(see(door, 3, "1@50,75", "2@10,10").detections().all()).extracting(d -> d.track().id()).containsExactly(1L);
    }

    @Test
    void whoCrossesAndIsGoneHasCrossed() {
        Watching door = line(Keep.OUT);
        see(door, 0, "1@50,70");
        see(door, 0.1, "1@50,30");
        assertThat(see(door, 4).count()).isEqualTo(1);
        assertThat(see(door, 5).count()).isZero();
    }

    @Test
    void keepsOneDirection() {
        Watching door = line(Keep.OUT);
        see(door, 0, "1@50,30", "2@60,70");
        see(door, 0.1, "1@50,70", "2@60,30");
        assertThat(see(door, 0.5, "1@50,75", "2@60,25").detections().all()).extracting(d -> d.track().id()).containsExactly(2L);
    }

    @Test
    void camerasAndStartsAreKeptApart() {
        Watching door = line(Keep.CROSSING);
        Inference north = picture("north", 0, 0, "1@50,30");
        Inference south = picture("south", 0, 0.1, "1@50,70");
        Inference again = picture("north", 1, 0.2, "1@50,70");
        for (Inference one : List.of(north, south, again)) {
            door.see(one, (Detections) one.answer());
        }
        Inference later = picture("north", 1, 1, "1@50,70");
        assertThat(door.see(later, (Detections) later.answer()).count()).isZero();
        assertThat(door.see(again, (Detections) again.answer())).as("older than the last").isNull();
    }

    @Test
    void theGateSaysWhyItHoldsBack() {
        Gate gate = new Gate("door", 0, Set.of(), WhenEmpty.HOLD, 0, line(Keep.IN));
        assertThat(gate.judge(picture("cam", 0, 0)).fate()).isEqualTo(Fate.heldBack("empty"));
        assertThat(gate.judge(picture("cam", 0, 1, "1@50,30")).fate()).isEqualTo(Fate.heldBack("place"));
        assertThat(gate.judge(picture("cam", 0, 0.5, "1@50,30")).fate()).isEqualTo(Fate.dropped("late"));
        gate.judge(picture("cam", 0, 2, "1@50,70"));
        Gate.Verdict crossed = gate.judge(picture("cam", 0, 3, "1@50,70"));
        assertThat(crossed.fate()).isEqualTo(Fate.PASSED);
        Gate crowd = new Gate("hall", 0, Set.of(), WhenEmpty.PASS, 2, zone(Keep.INSIDE, "PT0S"));
        crowd.judge(picture("cam", 0, 0, "1@50,50", "2@60,60", "3@5,5"));
        crowd.judge(picture("cam", 0, 0.5, "1@50,50", "2@60,60", "3@5,5"));
        assertThat(crowd.judge(picture("cam", 0, 1, "1@50,50", "2@5,5", "3@5,5")).fate()).as("2 is not settled outside").isEqualTo(Fate.PASSED);
        assertThat(crowd.judge(picture("cam", 0, 2, "1@50,50", "2@5,5")).fate()).isEqualTo(Fate.heldBack("too few"));
    }

    @Test
    void namesWhatHasNoId() {
        assertThatThrownBy(() -> new Gate("door", 0, Set.of(), WhenEmpty.PASS, 0, line(Keep.ALL)).judge(Found.of("person 0.9")))
                .hasMessage("gate:door watches a place, and got a person without an id: put track before it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.1,0.1;0.9,0.9", "0,0;1,0;2,1", "0,0;0.5,0.5;1,1", "0,0;1,1;1,0;0,1", "0,0;1,0;x,1", "0,0;1,0;1,NaN", "0,0;1,0;1"})
    void refusesWhatIsNoZone(String text) {
        assertThatThrownBy(() -> Outline.zone(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("must be 3 to 100 corners");
    }

    @Test
    void knowsAnLShape() {
        Outline corner = Outline.zone("0,0;1,0;1,0.3;0.3,0.3;0.3,1;0,1");
        assertThat(corner.contains(new io.headwater.flow.Point(0.9f, 0.1f))).isTrue();
        assertThat(corner.contains(new io.headwater.flow.Point(0.1f, 0.9f))).isTrue();
        assertThat(corner.contains(new io.headwater.flow.Point(0.6f, 0.6f))).isFalse();
    }
}
