package io.headwater.infer.heads;

/** How the numbers of an anchor's row become a box.
 *  <p>Units: pixels of the input. */
enum AnchorForm {
    /** Centre relative to the anchor, size as it is (BlazeFace). */
    RELATIVE(0.5, false, (at, side, stride, v, variance) -> at + v, (side, stride, v, variance) -> v),
    /** Centre and size relative to the anchor's size, by their variances (SSD, RetinaFace). */
    PRIORS(0.5, true, (at, side, stride, v, variance) -> at + v * variance * side, (side, stride, v, variance) -> side * exp(v * variance)),
    /** Offset in cells, size as a power of e, both in strides (YOLOX, YuNet). */
    YOLOX(0, false, (at, side, stride, v, variance) -> at + v * stride, (side, stride, v, variance) -> exp(v) * stride),
    /** Sigmoid of the offset in cells, the anchor's size times a power of e (YOLOv3, v4). */
    YOLOV3(0, true, (at, side, stride, v, variance) -> at + sigmoid(v) * stride, (side, stride, v, variance) -> side * exp(v)),
    /** Twice the sigmoid less a half, the anchor's size times the square of twice the sigmoid (YOLOv5, v7). */
    YOLOV5(0, true, (at, side, stride, v, variance) -> at + (2 * sigmoid(v) - 0.5f) * stride,
            (side, stride, v, variance) -> side * 4 * sigmoid(v) * sigmoid(v)),
    /** Distances in strides from the anchor to the left, top, right and bottom edge; each one number, or the bins of a
     *  distribution whose mean it is (FCOS, NanoDet, PicoDet). */
    DISTANCES(0.5, false, (at, side, stride, v, variance) -> at + v * stride, (side, stride, v, variance) -> v * stride);

    /** One coordinate of the centre. */
    private interface Centre {
        float of(float anchor, float side, float stride, float v, float variance);
    }

    /** One side of the box. */
    private interface Length {
        float of(float side, float stride, float v, float variance);
    }

    private final double middle;
    private final boolean sized;
    private final Centre centre;
    private final Length length;

    AnchorForm(double middle, boolean sized, Centre centre, Length length) {
        this.middle = middle;
        this.sized = sized;
        this.centre = centre;
        this.length = length;
    }

    /** Where in its cell an anchor lies, unless the manifest says otherwise. */
    double middle() {
        return middle;
    }

    /** Whether anchors have sizes of their own. */
    boolean sized() {
        return sized;
    }

    /** @param anchor its coordinate
     *  @param side its width or height */
    float centre(float anchor, float side, float stride, float v, double variance) {
        return centre.of(anchor, side, stride, v, (float) variance);
    }

    float length(float side, float stride, float v, double variance) {
        return length.of(side, stride, v, (float) variance);
    }

    private static float exp(float v) {
        return (float) Math.exp(v);
    }

    private static float sigmoid(float v) {
        return Activation.SIGMOID.of(v);
    }
}
