package io.headwater.gate;

import io.headwater.flow.Box;
import io.headwater.flow.Point;

/** Which point of its box stands for an object. */
public enum Anchor {
    /** The middle of the lower edge: where somebody stands on the ground. */
    FOOT,
    /** The middle. */
    CENTRE;

    /** In 0..1 of a picture. */
    Point of(Box box, int width, int height) {
        float y = this == FOOT ? box.y2() : (box.y1() + box.y2()) / 2;
        return new Point((box.x1() + box.x2()) / 2 / Math.max(1, width), y / Math.max(1, height));
    }
}
