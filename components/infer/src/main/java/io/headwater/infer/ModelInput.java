package io.headwater.infer;

import io.headwater.exchange.Rule;
import java.util.Arrays;
import java.util.List;

/** What a model takes: one tensor, made of one picture.
 *  <p>Shape: {@code [1, channels, height, width]} for NCHW, {@code [1, height, width, channels]} for NHWC.
 *  <p>Units: an element is {@code (pixel − mean) · scale / std}; a pixel is 0..255, {@code mean} in pixels, {@code std} after
 *  the scale, both in the order of {@link #color()}.
 *
 *  @param pad value of the pixels that letterboxing adds, 0..255
 *  @param constants the model's other inputs */
public record ModelInput(String tensor, Layout layout, Type type, int width, int height, Color color, Fit fit, int pad,
        double scale, double[] mean, double[] std, List<Constant> constants) {

    /** One without constants. */
    ModelInput(String tensor, Layout layout, Type type, int width, int height, Color color, Fit fit, int pad, double scale, double[] mean, double[] std) {
        this(tensor, layout, type, width, height, color, fit, pad, scale, mean, std, List.of());
    }

    /** An input that is the same for every picture, such as a size or a threshold. */
    public record Constant(String tensor, Kind type, long[] shape, double[] values) {
        /** Type of its elements. */
        public enum Kind { FLOAT32, INT64, INT32 }

        static Constant read(Declaration at) {
            String tensor = at.required("tensor", "orig_target_sizes");
            double[] values = at.numbers("values");
            long[] shape = Arrays.stream(at.numbers("shape", values.length)).mapToLong(d -> (long) d).toArray();
            Constant constant = new Constant(tensor, at.choice("type", Kind.FLOAT32), shape, values);
            long elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            if (values.length == 0 || elements != values.length) {
                at.report(at.has("shape") ? "shape" : null, Rule.MANIFEST, at.name() + " has " + values.length + " values, its shape holds " + elements, "shape: [1, 2], values: [640, 640]");
            }
            at.done();
            return constant;
        }
    }

    /** Order of the tensor's dimensions. */
    public enum Layout { NCHW, NHWC }

    /** Type of its elements. */
    public enum Type {
        FLOAT32(4), FLOAT16(2), UINT8(1);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }
    }

    /** Its channels. */
    public enum Color {
        BGR(3), RGB(3), GRAY(1);

        private final int channels;

        Color(int channels) {
            this.channels = channels;
        }

        public int channels() {
            return channels;
        }
    }

    /** How a picture of another shape is made to fit. */
    public enum Fit {
        /** Width and height apart; shapes change. */
        STRETCH,
        /** The whole picture, with bars. */
        LETTERBOX,
        /** The middle of the picture, no bars. */
        CROP
    }

    public int channels() {
        return color.channels();
    }

    /** The tensor's dimensions for one picture. */
    public long[] shape() {
        return layout == Layout.NCHW ? new long[] {1, channels(), height, width} : new long[] {1, height, width, channels()};
    }

    /** Bytes of the tensor for one picture. */
    public long bytes() {
        return (long) width * height * channels() * type.bytes;
    }

    static ModelInput read(Declaration at) {
        String tensor = at.required("tensor", "image");
        Layout layout = at.choice("layout", Layout.NCHW);
        Type type = at.choice("type", Type.FLOAT32);
        Color color = at.choice("color", Color.BGR);
        Fit fit = at.choice("fit", Fit.STRETCH);
        int pad = at.whole("pad", 0, 0, 255);
        double scale = at.number("scale", 1, 1e-9, 1e9);
        double[] size = at.numbers("size", 0, 0);
        if (!at.has("size")) {
            at.report(null, Rule.MANIFEST, at.name() + ".size is missing", "size: [height, width]");
        } else if (size.length != 2 || !side(size[0]) || !side(size[1])) {
            at.report("size", Rule.MANIFEST, at.name() + ".size must be [height, width], whole numbers 1–16384", "size: [288, 384]");
            size = new double[] {0, 0};
        }
        double[] mean = perChannel(at, "mean", color, 0);
        double[] std = perChannel(at, "std", color, 1);
        for (double s : std) {
            if (s <= 0) {
                at.report("std", Rule.MANIFEST, at.name() + ".std holds " + s + ", must be above 0", "std: [1, 1, 1]");
                break;
            }
        }
        List<Constant> constants = at.maps("constants").stream().map(Constant::read).toList();
        if (type == Type.UINT8) {
            for (String key : List.of("scale", "mean", "std")) {
                if (at.has(key)) {
                    at.report(key, Rule.MANIFEST, at.name() + "." + key + " has no effect on type uint8", "remove " + key + ", or type: float32");
                }
            }
        }
        at.done();
        return new ModelInput(tensor, layout, type, (int) size[1], (int) size[0], color, fit, pad, scale, mean, std, constants);
    }

    private static boolean side(double v) {
        return v >= 1 && v <= 16384 && v == Math.rint(v);
    }

    private static double[] perChannel(Declaration at, String key, Color color, double fallback) {
        double[] same = new double[color.channels()];
        Arrays.fill(same, fallback);
        double[] given = at.numbers(key, same);
        if (given.length != same.length) {
            at.report(key, Rule.MANIFEST, at.name() + "." + key + " has " + given.length + " numbers, must have one a channel of "
                    + color + ": " + same.length, key + ": " + Arrays.toString(same));
            return same;
        }
        return given;
    }
}
