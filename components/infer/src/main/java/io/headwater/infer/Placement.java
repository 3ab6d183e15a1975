package io.headwater.infer;

/** Where the model's input lies in the frame: {@code frame = offset + input · stretch}, both in 0..1 of their picture. */
record Placement(double x, double y, double width, double height) {
    static final Placement WHOLE = new Placement(0, 0, 1, 1);
}
