package io.headwater.infer;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outputs of a model's file: their types and shapes.
 *  <p>Shape: −1 where the file leaves a dimension open. */
public final class Outputs {
    private final ModelInput input;
    private final Map<String, Output> all;

    /** One output: whether its elements can be read as numbers, and its dimensions. */
    record Output(boolean numbers, String type, long[] shape) {}

    Outputs(ModelInput input, Map<String, Output> all) {
        this.input = input;
        this.all = all;
    }

    /** What the model takes. */
    public ModelInput input() {
        return input;
    }

    /** The shape of an output that a head declares under a key; null, and reported there, when the file has no such output of
     *  numbers, or one of another shape.
     *
     *  @param expected the shape it must have, −1 where anything will do; empty where any shape will do */
    public long @Nullable [] shape(Declaration at, String key, String tensor, long... expected) {
        Output output = all.get(tensor);
        if (output == null) {
            String near = Nearest.of(tensor, all.keySet());
            at.report(key, Rule.TENSOR, "output " + tensor + " is not in the model's file, it has " + String.join(", ", all.keySet()),
                    key + ": " + (near == null ? all.keySet().iterator().next() : near));
            return null;
        }
        if (!output.numbers) {
            at.report(key, Rule.TENSOR, "output " + tensor + " is of " + output.type + ", must be float32, float16 or whole numbers", "export it as float32");
            return null;
        }
        if (!matches(output.shape, expected)) {
            at.report(key, Rule.TENSOR, "output " + tensor + " is " + text(output.shape) + ", must be " + text(expected),
                    "name the right output, or mend size, labels or the head in the manifest");
            return null;
        }
        return output.shape;
    }

    static boolean matches(long[] actual, long[] expected) {
        if (expected.length == 0) {
            return true;
        }
        if (actual.length != expected.length) {
            return false;
        }
        for (int i = 0; i < actual.length; i++) {
            if (actual[i] >= 0 && expected[i] >= 0 && actual[i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** A shape in words, as in {@code [1, ?, 4]}. */
    public static String text(long[] shape) {
        StringBuilder text = new StringBuilder("[");
        for (long d : shape) {
            text.append(text.length() > 1 ? ", " : "").append(d < 0 ? "?" : Long.toString(d));
        }
        return text.append(']').toString();
    }
}
