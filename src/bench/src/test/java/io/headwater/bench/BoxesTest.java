package io.headwater.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoxesTest {
    private final Boxes boxes = new Boxes();

    @Test
    void bestOfOverlappingBoxesStays() {
        boxes.add(0, 0.5f, 0.50f, 0.5f, 0.2f, 0.2f, 100, 100);
        boxes.add(0, 0.9f, 0.51f, 0.5f, 0.2f, 0.2f, 100, 100);
        boxes.add(0, 0.6f, 0.90f, 0.9f, 0.1f, 0.1f, 100, 100);

        boxes.suppress(0.45f);

        assertThat(boxes.size()).isEqualTo(2);
    }

    @Test
    void labelsDoNotSuppressEachOther() {
        boxes.add(0, 0.5f, 0.5f, 0.5f, 0.2f, 0.2f, 100, 100);
        boxes.add(1, 0.9f, 0.5f, 0.5f, 0.2f, 0.2f, 100, 100);

        boxes.suppress(0.45f);

        assertThat(boxes.count(0)).isEqualTo(1);
        assertThat(boxes.count(1)).isEqualTo(1);
    }

    @Test
    void roomGrowsWithTheBoxes() {
        for (int i = 0; i < 200; i++) {
            boxes.add(0, 0.5f, (i % 20) / 20f, (i / 20) / 10f, 0.01f, 0.01f, 1000, 1000);
        }

        boxes.suppress(0.45f);

        assertThat(boxes.count(0)).isEqualTo(200);
    }
}
