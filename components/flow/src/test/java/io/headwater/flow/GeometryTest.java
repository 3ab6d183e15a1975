package io.headwater.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class GeometryTest {
    @Test
    void boxOfAWholeViewIsScaledToThePicture() {
        assertThat(View.whole(640, 480).toOriginal(0.25, 0.5, 0.5, 1)).isEqualTo(new Box(160, 240, 320, 480));
    }

    @Test
    void boxFoundInACropOfAResizedPictureIsToldInTheOriginal() {
        // 640x480 shown at 320x240, of which 80x60 from 40,30 is cut out: the original's 160x120 from 80,60
        View crop = View.whole(640, 480).crop(320, 240, 40, 30, 80, 60);
        assertThat(crop).isEqualTo(new View(640, 480, 80, 60, 160, 120));
        assertThat(crop.toOriginal(0, 0, 1, 1)).isEqualTo(new Box(80, 60, 240, 180));
    }

    @Test
    void cropOfACropAddsUp() {
        View twice = View.whole(100, 100).crop(100, 100, 10, 20, 50, 50).crop(50, 50, 5, 5, 10, 10);
        assertThat(twice).isEqualTo(new View(100, 100, 15, 25, 10, 10));
    }

    @Test
    void boxIsCutAtTheEdgesOfTheOriginal() {
        assertThat(View.whole(100, 50).toOriginal(-0.5, -1, 1.5, 2)).isEqualTo(new Box(0, 0, 100, 50));
    }

    @Test
    void overlapIsSharedAreaOverJoinedArea() {
        Box box = new Box(0, 0, 10, 10);
        assertThat(box.iou(box)).isEqualTo(1);
        assertThat(box.iou(new Box(5, 0, 15, 10))).isCloseTo(1f / 3, within(1e-6f));
        assertThat(box.iou(new Box(10, 0, 20, 10))).as("touching").isZero();
        assertThat(box.iou(new Box(2, 2, 2, 8))).as("empty").isZero();
        assertThat(new Box(0, 0, 10, 10).iou(new Box(2, 2, 4, 4))).isEqualTo(new Box(2, 2, 4, 4).iou(new Box(0, 0, 10, 10)));
    }

    @Test
    void boxTurnedInsideOutHasNoArea() {
        assertThat(new Box(5, 5, 1, 1).area()).isZero();
        assertThat(new Box(5, 5, 1, 9).iou(new Box(0, 0, 9, 9))).isZero();
    }
}
