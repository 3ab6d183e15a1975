package io.headwater.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.flow.Box;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.View;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FoundTest {
    private final Found found = new Found();

    @BeforeEach
    void begin() {
        found.begin(Placement.WHOLE, View.whole(100, 200), List.of("cat", "dog"));
    }

    @Test
    void keepsTheBestOfOverlappingBoxesOfALabel() {
        found.add(0, 0.6f, 0.1f, 0.1f, 0.5f, 0.5f);
        found.add(0, 0.9f, 0.1f, 0.1f, 0.5f, 0.51f);
        found.add(1, 0.7f, 0.1f, 0.1f, 0.5f, 0.5f);
        assertThat(found.best(0.45).all()).extracting(Detection::label, Detection::score)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("cat", 0.9f), org.assertj.core.groups.Tuple.tuple("dog", 0.7f));
    }

    @Test
    void keepsBoxesThatOverlapNoMoreThanAllowed() {
        found.add(0, 0.9f, 0, 0, 0.5f, 0.5f);
        found.add(0, 0.8f, 0.25f, 0, 0.75f, 0.5f); // IoU 1/3
        assertThat(found.best(0.34).all()).hasSize(2);
        assertThat(found.best(0.33).all()).hasSize(1);
    }

    @Test
    void prefersTheFirstOfEqualScores() {
        found.add(0, 0.5f, 0, 0, 0.5f, 0.5f);
        found.add(0, 0.5f, 0, 0, 0.5f, 0.49f);
        assertThat(found.best(0.45).all()).containsExactly(new Detection("cat", 0.5f, new Box(0, 0, 50, 100)));
    }

    @Test
    void cutsBoxesAtTheFrame() {
        found.add(0, 0.5f, -0.5f, 0.5f, 0.5f, 1.5f);
        assertThat(found.best(1).all().getFirst().box()).isEqualTo(new Box(0, 100, 50, 200));
    }

    @Test
    void dropsBoxesOutsideTheFrame() {
        found.add(0, 0.5f, 1.1f, 0, 1.4f, 1);
        found.add(0, 0.5f, Float.NaN, 0, 0.4f, 1);
        assertThat(found.best(1)).isEqualTo(Detections.NONE);
    }

    @Test
    void tellsBoxesInPixelsOfTheOriginal() {
        View crop = View.whole(100, 200).crop(100, 200, 50, 100, 50, 100);
        found.begin(new Placement(0, -0.5, 1, 2), crop, List.of("cat"));
        found.add(0, 0.5f, 0, 0.25f, 1, 0.75f); // the letterbox's picture
        assertThat(found.best(1).all().getFirst().box()).isEqualTo(new Box(50, 100, 100, 200));
    }

    @Test
    void takesMoreBoxesThanItHadRoomFor() {
        for (int i = 0; i < 1000; i++) {
            found.add(0, i / 1000f, 0, i / 1000f, 1, (i + 1) / 1000f);
        }
        assertThat(found.best(0.45).all()).hasSize(1000).isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
    }
}
