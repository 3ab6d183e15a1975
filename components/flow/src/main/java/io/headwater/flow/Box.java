package io.headwater.flow;

/** A rectangle in a picture.
 *  <p>Units: pixels of the original frame; {@code x1,y1} is the upper left corner, {@code x2,y2} the lower right. */
public record Box(float x1, float y1, float x2, float y2) {

    public float width() {
        return Math.max(0, x2 - x1);
    }

    public float height() {
        return Math.max(0, y2 - y1);
    }

    public float area() {
        return width() * height();
    }

    /** Intersection over union with another box, 0..1; 0 when either is empty. */
    public float iou(Box other) {
        float w = Math.min(x2, other.x2) - Math.max(x1, other.x1);
        float h = Math.min(y2, other.y2) - Math.max(y1, other.y1);
        if (w <= 0 || h <= 0) {
            return 0;
        }
        float common = w * h;
        return common / (area() + other.area() - common);
    }
}
