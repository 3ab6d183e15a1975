package io.headwater.flow;

/** Which part of the original picture a frame shows, so that a box found in a crop is told in pixels of the original.
 *  <p>Units: pixels of the original frame.
 *
 *  @param originalWidth width of the picture as the camera gave it
 *  @param originalHeight its height
 *  @param x left edge of the part that is shown
 *  @param y its top edge
 *  @param width width of the part that is shown
 *  @param height its height */
public record View(int originalWidth, int originalHeight, double x, double y, double width, double height) {

    /** The whole of a picture. */
    public static View whole(int width, int height) {
        return new View(width, height, 0, 0, width, height);
    }

    /** The view after cutting a part out of a frame of {@code frameWidth} × {@code frameHeight} that shows this view. */
    public View crop(int frameWidth, int frameHeight, int left, int top, int cropWidth, int cropHeight) {
        double sx = width / frameWidth;
        double sy = height / frameHeight;
        return new View(originalWidth, originalHeight, x + left * sx, y + top * sy, cropWidth * sx, cropHeight * sy);
    }

    /** A box given in 0..1 of the frame that shows this view, in pixels of the original, cut at its edges. */
    public Box toOriginal(double x1, double y1, double x2, double y2) {
        return new Box(
                clamp(x + x1 * width, originalWidth), clamp(y + y1 * height, originalHeight),
                clamp(x + x2 * width, originalWidth), clamp(y + y2 * height, originalHeight));
    }

    /** A place given in 0..1 of the frame's width, in pixels of the original; it may lie outside. */
    public float toOriginalX(double at) {
        return (float) (x + at * width);
    }

    /** As {@link #toOriginalX}, for the height. */
    public float toOriginalY(double at) {
        return (float) (y + at * height);
    }

    private static float clamp(double value, int limit) {
        return (float) Math.min(Math.max(value, 0), limit);
    }
}
