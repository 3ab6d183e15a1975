package io.headwater.infer;

import java.nio.FloatBuffer;
import java.util.List;

/** What a head reads: the outputs of one run, and what the route wants of them.
 *  <p>Ownership: one a worker, valid during one {@link Head#read}. */
public final class Look {
    private final ModelInput input;
    private final List<String> names;
    private final FloatBuffer[] values;
    private final long[][] shapes;
    private final List<String> labels;
    private final Found found = new Found();
    private final FloatBuffer given;
    private Wish wish = new Wish(0, new boolean[0]);

    /** What the route wants.
     *
     *  @param wanted by label; empty for all */
    record Wish(double minScore, boolean[] wanted) {}

    Look(ModelInput input, FloatBuffer given, List<String> names, List<String> labels) {
        this.input = input;
        this.given = given;
        this.names = names;
        this.values = new FloatBuffer[names.size()];
        this.shapes = new long[names.size()][];
        this.labels = labels;
    }

    void output(int index, FloatBuffer elements, long[] shape) {
        values[index] = elements;
        shapes[index] = shape;
    }

    void begin(Wish now, Placement placement, io.headwater.flow.View view) {
        wish = now;
        found.begin(placement, view, labels);
    }

    /** The elements of an output, row-major, to be read by index; outputs are numbered as in {@link Head#tensors()}. */
    public FloatBuffer values(int output) {
        return values[output];
    }

    public long[] shape(int output) {
        return shapes[output];
    }

    /** Name of an output. */
    public String name(int output) {
        return names.get(output);
    }

    public int outputs() {
        return names.size();
    }

    /** The least score that counts, 0..1. */
    public double minScore() {
        return wish.minScore;
    }

    /** Whether the route wants a label, by its index. */
    public boolean wanted(int label) {
        return wish.wanted.length == 0 || wish.wanted[label];
    }

    public List<String> labels() {
        return labels;
    }

    /** Width of the model's input in pixels. */
    public int inputWidth() {
        return input.width();
    }

    public int inputHeight() {
        return input.height();
    }

    /** What the model was given, row-major, as numbers; empty where its input is of bytes. */
    public FloatBuffer given() {
        return given;
    }

    /** Takes the boxes; empty at the start of each read. */
    public Found found() {
        return found;
    }
}
