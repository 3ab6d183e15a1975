package io.headwater.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TrackerTest {
    private final Scene scene = new Scene();

    @Test
    void anObjectHasAnIdFromTheSecondPictureOn() {
        assertThat(scene.show("a", 0, 0).at(0)).containsEntry("a", null);
        assertThat(scene.show("a", 5, 0).at(0.1)).containsEntry("a", 1L);
        assertThat(scene.show("a", 10, 0).at(0.2)).containsEntry("a", 1L);
    }

    @Test
    void whatFlashesUpOnceIsNoObject() {
        scene.show("a", 0, 0).at(0);
        scene.at(0.1);
        assertThat(scene.show("a", 0, 0).at(0.2)).containsEntry("a", null);
        assertThat(scene.show("a", 0, 0).at(0.3)).as("the flash took no id").containsEntry("a", 1L);
    }

    @Test
    void twoWhoCrossKeepTheirIds() {
        for (int i = 0; i <= 40; i++) {
            Map<String, Long> ids = scene.show("a", 20 * i, 100).show("b", 800 - 20 * i, 120).at(0.1 * i);
            if (i > 0) {
                assertThat(ids).as("picture %d", i).containsEntry("a", 1L).containsEntry("b", 2L);
            }
        }
    }

    @Test
    void whoIsHiddenComesBackAsTheSame() {
        for (int i = 0; i <= 30; i++) {
            boolean hidden = i > 10 && i < 20;
            Map<String, Long> ids = (hidden ? scene : scene.show("a", 20 * i, 100)).at(0.1 * i);
            if (i > 0 && !hidden) {
                assertThat(ids).as("picture %d", i).containsEntry("a", 1L);
            }
        }
    }

    @Test
    void whoIsHiddenForLongerThanMaxLostComesBackAsAnother() {
        scene.show("a", 100, 100).at(0);
        scene.show("a", 100, 100).at(0.1);
        scene.show("a", 100, 100).at(2.2);
        assertThat(scene.show("a", 100, 100).at(2.3)).containsEntry("a", 2L);
    }

    @Test
    void withoutMemoryWhoIsFoundInEachPictureKeepsItsIdAndWhoIsMissedOnceDoesNot() {
        Scene forgetful = new Scene(new Settings(0.5, 0.1, 0.2, 2, Duration.ZERO, 16));
        for (int i = 0; i <= 10; i++) {
            Map<String, Long> ids = forgetful.show("a", 5 * i, 100).at(0.1 * i);
            if (i > 0) {
                assertThat(ids).as("picture %d", i).containsEntry("a", 1L);
            }
        }
        forgetful.at(1.1);
        forgetful.show("a", 60, 100).at(1.2);
        assertThat(forgetful.show("a", 65, 100).at(1.3)).containsEntry("a", 2L);
    }

    @Test
    void aGapOfTheCameraIsBridgedByEventTime() {
        int i = 0;
        for (; i <= 10; i++) {
            scene.show("a", 20 * i, 100).show("b", 900 - 20 * i, 300).at(0.1 * i);
        }
        i += 15; // no picture at all for 1.6 s: both went on by 320 pixels, eight times their width
        assertThat(scene.show("a", 20 * i, 100).show("b", 900 - 20 * i, 300).at(0.1 * i)).containsEntry("a", 1L).containsEntry("b", 2L);
    }

    @Test
    void weakFindingsKeepAnObjectAndBeginNone() {
        scene.show("a", 100, 100).at(0);
        scene.show("a", 100, 100).at(0.1);
        for (int i = 2; i < 30; i++) {
            assertThat(scene.show("a", 0.2, 100, 100).show("ghost", 0.4, 500, 100).at(0.1 * i)).containsEntry("a", 1L).containsEntry("ghost", null);
        }
        assertThat(scene.show("a", 0.05, 100, 100).at(3)).as("too weak to be seen").containsEntry("a", null);
        assertThat(scene.show("a", 0.2, 100, 100).at(3.1)).as("a lost object takes no weak finding").containsEntry("a", null);
        assertThat(scene.show("a", 0.9, 100, 100).at(3.2)).containsEntry("a", 1L);
    }

    @Test
    void sureFindingsAreMatchedBeforeWeakOnes() {
        scene.show("a", 100, 100).at(0);
        scene.show("a", 100, 100).at(0.1);
        assertThat(scene.show("a", 0.9, 108, 100).show("shadow", 0.45, 100, 100).at(0.2)).containsEntry("a", 1L).containsEntry("shadow", null);
    }

    @Test
    void labelsAreNeverMixed() {
        scene.follow("cam", 0, 0, List.of(Scene.thing("person", 0.9, 0, 0)));
        scene.follow("cam", 0, 0.1, List.of(Scene.thing("person", 0.9, 0, 0)));
        scene.follow("cam", 0, 0.2, List.of(Scene.thing("car", 0.9, 0, 0)));
        Detections now = scene.follow("cam", 0, 0.3, List.of(Scene.thing("car", 0.9, 0, 0), Scene.thing("person", 0.8, 2, 0)));
        assertThat(now.all()).extracting(d -> d.label() + d.track().id()).containsExactly("car2", "person1");
    }

    @Test
    void camerasAreKeptApart() {
        for (int i = 0; i < 5; i++) {
            for (String camera : List.of("north", "south")) {
                Detections now = scene.follow(camera, 0, 0.1 * i, List.of(Scene.thing("person", 0.9, camera.equals("north") ? 0 : 300, 0)));
                assertThat(now.all()).extracting(d -> d.track().id()).isEqualTo(i == 0 ? List.of() : List.of(1L));
            }
        }
    }

    @Test
    void aLatePictureIsToldAndChangesNothing() {
        scene.show("a", 0, 0).at(1);
        scene.show("a", 0, 0).at(1.1);
        assertThat(scene.follow("cam", 0, 1.05, List.of(Scene.thing("person", 0.9, 600, 0)))).isNull();
        assertThat(scene.show("a", 0, 0).at(1.2)).containsEntry("a", 1L);
    }

    @Test
    void aNewStartOfTheCameraBeginsAnewAndIdsGoOn() {
        scene.show("a", 0, 0).at(10);
        scene.show("a", 0, 0).at(10.1);
        List<Detection> one = List.of(Scene.thing("person", 0.9, 0, 0));
        assertThat(scene.follow("cam", 1, 10.2, one).all()).isEmpty();
        assertThat(scene.follow("cam", 1, 10.3, one).all().getFirst().track().id()).isEqualTo(2);
        assertThat(scene.follow("cam", 1, 1, one)).as("the clock was set back").isNotNull();
        assertThat(scene.follow("cam", 1, 1.1, one).all().getFirst().track().id()).isEqualTo(3);
    }

    @Test
    void tellsAgeSpeedAndPath() {
        Detections now = Detections.NONE;
        for (int i = 0; i <= 30; i++) {
            now = Objects.requireNonNull(scene.follow("cam", 0, 0.1 * i, List.of(Scene.thing("person", 0.9, 3 * i, 4 * i))));
        }
        var track = Objects.requireNonNull(now.all().getFirst().track());
        assertThat(track.age()).isEqualTo(Duration.ofSeconds(3));
        assertThat(track.speed()).isCloseTo(50, within(0.5f));
        assertThat(track.path()).hasSize(16).endsWith(new Point(110, 220)).startsWith(new Point(65, 160));
    }

    @Test
    void theSameInputGivesTheSameIds() {
        assertThat(crowd()).isEqualTo(crowd());
    }

    private static List<Detections> crowd() {
        Random random = new Random(7);
        Scene scene = new Scene();
        List<Detections> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            List<Detection> found = new ArrayList<>();
            for (int n = 0; n < 20; n++) {
                if (random.nextInt(5) > 0) {
                    found.add(Scene.thing("person", random.nextDouble(), 40 * n + random.nextInt(30), i));
                }
            }
            all.add(scene.follow("cam", 0, 0.1 * i, found));
        }
        return all;
    }
}
