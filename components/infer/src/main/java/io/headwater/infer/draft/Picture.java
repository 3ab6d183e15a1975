package io.headwater.infer.draft;

import java.util.List;

/** How the pixels of a picture are usually given to models of a family.
 *
 *  @param normal the normalisation's lines of a manifest */
public record Picture(String color, String fit, String normal) {
    private static final String UNIT = "scale: 0.00392157";
    private static final String IMAGENET_RGB = "scale: 0.00392157, mean: [123.675, 116.28, 103.53], std: [0.229, 0.224, 0.225]";
    private static final String SIGNED = "scale: 0.00784314, mean: [127.5, 127.5, 127.5]";

    static final Picture YOLO = new Picture("RGB", "letterbox, pad: 114", UNIT);
    static final Picture YOLOX = new Picture("BGR", "letterbox, pad: 114", "scale: 1");
    static final Picture UNIT_BGR = new Picture("BGR", "stretch", UNIT);
    static final Picture UNIT_RGB = new Picture("RGB", "stretch", UNIT);
    static final Picture RAW_BGR = new Picture("BGR", "stretch", "scale: 1");
    static final Picture CAFFE = new Picture("BGR", "stretch", "scale: 1, mean: [104, 117, 123]");
    static final Picture NANODET = new Picture("BGR", "stretch", "scale: 1, mean: [103.53, 116.28, 123.675], std: [57.375, 57.12, 58.395]");
    static final Picture IMAGENET = new Picture("RGB", "stretch", IMAGENET_RGB);
    static final Picture IMAGENET_CROP = new Picture("RGB", "crop", IMAGENET_RGB);
    static final Picture SIGNED_RGB = new Picture("RGB", "letterbox", SIGNED);
    static final Picture ULTRAFACE = new Picture("RGB", "stretch", "scale: 0.0078125, mean: [127, 127, 127]");
    static final Picture PADDLE = new Picture("BGR", "stretch", "scale: 0.00392157, mean: [123.675, 116.28, 103.53], std: [0.229, 0.224, 0.225]");
    static final Picture PADDLE_LINE = new Picture("BGR", "letterbox, pad: 127", SIGNED);

    private static final List<String> NORMALS = List.of(UNIT, SIGNED, IMAGENET_RGB, "scale: 1", "scale: 1, mean: [104, 117, 123]",
            "scale: 1, mean: [103.53, 116.28, 123.675], std: [57.375, 57.12, 58.395]");

    /** This one first, then the others that are in use with the same fit. */
    public List<Picture> others() {
        List<Picture> all = new java.util.ArrayList<>(List.of(this));
        for (String other : NORMALS) {
            for (String colour : List.of("RGB", "BGR")) {
                Picture picture = new Picture(colour, fit, other);
                if (!all.contains(picture)) {
                    all.add(picture);
                }
            }
        }
        return List.copyOf(all);
    }
}
