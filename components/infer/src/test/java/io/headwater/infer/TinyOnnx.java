package io.headwater.infer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes ONNX files whose outputs are what a test says, whatever comes in: a fill, and some places with other values.
 *  <p>Source: onnx.proto3 of ONNX 1.12; operators ConstantOfShape and ScatterND of opset 13. */
final class TinyOnnx {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private final Bytes graph = new Bytes();
    private final Bytes values = new Bytes();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    /** A message of protocol buffers. */
    private static final class Bytes {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Bytes whole(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Bytes part(int field, byte[] part) {
            varint((long) field << 3 | 2);
            varint(part.length);
            bytes.writeBytes(part);
            return this;
        }

        Bytes part(int field, Bytes part) {
            return part(field, part.bytes.toByteArray());
        }

        Bytes text(int field, String text) {
            return part(field, text.getBytes(StandardCharsets.UTF_8));
        }

        private void varint(long value) {
            long left = value;
            while ((left & ~0x7fL) != 0) {
                bytes.write((int) (left & 0x7f | 0x80));
                left >>>= 7;
            }
            bytes.write((int) left);
        }
    }

    /** @param input its dimensions; −1 for one that is open */
    TinyOnnx(String input, long... shape) {
        values.part(11, value(input, FLOAT, shape));
    }

    TinyOnnx says(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** Another input. */
    TinyOnnx takes(String name, boolean whole, long... shape) {
        values.part(11, value(name, whole ? INT64 : FLOAT, shape));
        return this;
    }

    /** @param places index of an element in row-major order, and its value, by turns */
    TinyOnnx gives(String name, long[] shape, double fill, double... places) {
        return gives(name, FLOAT, shape, fill, places);
    }

    TinyOnnx givesWhole(String name, long[] shape, double fill, double... places) {
        return gives(name, INT64, shape, fill, places);
    }

    private TinyOnnx gives(String name, int type, long[] shape, double fill, double... places) {
        values.part(12, value(name, type, shape));
        graph.part(5, longs(name + ".shape", new long[] {shape.length}, shape));
        Bytes constant = new Bytes().text(1, name + ".shape").text(2, places.length == 0 ? name : name + ".fill").text(4, "ConstantOfShape");
        Bytes attribute = new Bytes().text(1, "value").part(5, tensor("", type, new long[] {1}, new double[] {fill})).whole(20, 4);
        graph.part(1, constant.part(5, attribute));
        if (places.length > 0) {
            int n = places.length / 2;
            long[] indices = new long[n * shape.length];
            double[] updates = new double[n];
            for (int i = 0; i < n; i++) {
                long at = (long) places[2 * i];
                for (int d = shape.length - 1; d >= 0; d--) {
                    indices[i * shape.length + d] = at % shape[d];
                    at /= shape[d];
                }
                updates[i] = places[2 * i + 1];
            }
            graph.part(5, longs(name + ".indices", new long[] {n, shape.length}, indices));
            graph.part(5, tensor(name + ".updates", type, new long[] {n}, updates));
            graph.part(1, new Bytes().text(1, name + ".fill").text(1, name + ".indices").text(1, name + ".updates").text(2, name).text(4, "ScatterND"));
        }
        return this;
    }

    /** An output that is the input. */
    TinyOnnx givesBack(String input, String name, long... shape) {
        values.part(12, value(name, FLOAT, shape));
        graph.part(1, new Bytes().text(1, input).text(2, name).text(4, "Identity"));
        return this;
    }

    /** An output of one element, right on an input of zeros; a run on any other fails. */
    TinyOnnx failsOnPictures(String input, String name, double value) {
        values.part(12, value(name, FLOAT, 1, 1));
        graph.part(5, tensor(name + ".table", FLOAT, new long[] {1}, new double[] {value}));
        graph.part(5, longs(name + ".shape", new long[] {2}, new long[] {1, 1}));
        node("ReduceMax", name + ".most", attribute("keepdims", 0), input);
        node("Cast", name + ".index", attribute("to", INT64), name + ".most");
        node("Gather", name + ".one", null, name + ".table", name + ".index"); // out of bounds
        node("Expand", name, null, name + ".one", name + ".shape");
        return this;
    }

    /** An output of one element that takes its time.
     *
     *  @param times that two matrices of {@code n} by {@code n} are multiplied */
    TinyOnnx givesSlowly(String input, String name, double value, int n, int times) {
        values.part(12, value(name, FLOAT, 1, 1));
        graph.part(5, longs(name + ".square", new long[] {2}, new long[] {n, n}));
        graph.part(5, longs(name + ".shape", new long[] {2}, new long[] {1, 1}));
        graph.part(5, tensor(name + ".nothing", FLOAT, new long[] {1}, new double[] {0}));
        graph.part(5, tensor(name + ".share", FLOAT, new long[] {1}, new double[] {1.0 / n}));
        graph.part(5, tensor(name + ".value", FLOAT, new long[] {1}, new double[] {value}));
        node("ReduceMax", name + ".most", attribute("keepdims", 0), input);
        node("Mul", name + ".zero", null, name + ".most", name + ".nothing");
        node("Add", name + ".seed", null, name + ".zero", name + ".share");
        node("Expand", name + ".0", null, name + ".seed", name + ".square");
        for (int i = 1; i <= times; i++) {
            node("MatMul", name + "." + i, null, name + "." + (i - 1), name + ".0"); // of a matrix whose rows add up to one: stays so
        }
        node("ReduceMax", name + ".end", attribute("keepdims", 0), name + "." + times);
        node("Mul", name + ".gone", null, name + ".end", name + ".nothing");
        node("Add", name + ".sum", null, name + ".gone", name + ".value");
        node("Expand", name, null, name + ".sum", name + ".shape");
        return this;
    }

    /** As {@link #givesSlowly}, but quick on an input of zeros, as it is while a model is loaded: the matrices are as large as the input's greatest
     *  element, 255 at most, times {@code n} / 255. */
    TinyOnnx stallsOnPictures(String input, String name, double value, int n, int times) {
        values.part(12, value(name, FLOAT, 1, 1));
        graph.part(5, longs(name + ".shape", new long[] {2}, new long[] {1, 1}));
        graph.part(5, longs(name + ".one", new long[] {1}, new long[] {1}));
        graph.part(5, tensor(name + ".side", FLOAT, new long[] {1}, new double[] {n / 255.0}));
        graph.part(5, tensor(name + ".nothing", FLOAT, new long[] {1}, new double[] {0}));
        graph.part(5, tensor(name + ".value", FLOAT, new long[] {1}, new double[] {value}));
        node("ReduceMax", name + ".most", attribute("keepdims", 0), input);
        node("Mul", name + ".sides", null, name + ".most", name + ".side");
        node("Cast", name + ".whole", attribute("to", INT64), name + ".sides");
        node("Add", name + ".length", null, name + ".whole", name + ".one");
        node("Concat", name + ".square", attribute("axis", 0), name + ".length", name + ".length");
        node("Expand", name + ".0", null, name + ".nothing", name + ".square");
        for (int i = 1; i <= times; i++) {
            node("MatMul", name + "." + i, null, name + "." + (i - 1), name + ".0");
        }
        node("ReduceMax", name + ".end", attribute("keepdims", 0), name + "." + times);
        node("Add", name + ".sum", null, name + ".end", name + ".value");
        node("Expand", name, null, name + ".sum", name + ".shape");
        return this;
    }

    private void node(String operator, String output, @Nullable Bytes attribute, String... inputs) {
        Bytes node = new Bytes();
        for (String input : inputs) {
            node.text(1, input);
        }
        node.text(2, output).text(4, operator);
        graph.part(1, attribute == null ? node : node.part(5, attribute));
    }

    private static Bytes attribute(String name, long value) {
        return new Bytes().text(1, name).whole(3, value).whole(20, 2);
    }

    byte[] bytes() {
        graph.text(2, "tiny");
        graph.bytes.writeBytes(values.bytes.toByteArray());
        Bytes model = new Bytes().whole(1, 8).text(2, "test").part(7, graph).part(8, new Bytes().text(1, "").whole(2, 13));
        metadata.forEach((key, value) -> model.part(14, new Bytes().text(1, key).text(2, value)));
        return model.bytes.toByteArray();
    }

    private static Bytes value(String name, int type, long... shape) {
        Bytes dimensions = new Bytes();
        for (long d : shape) {
            dimensions.part(1, d < 0 ? new Bytes().text(2, "open" + d) : new Bytes().whole(1, d));
        }
        return new Bytes().text(1, name).part(2, new Bytes().part(1, new Bytes().whole(1, type).part(2, dimensions)));
    }

    private static Bytes longs(String name, long[] shape, long[] all) {
        double[] values = new double[all.length];
        for (int i = 0; i < all.length; i++) {
            values[i] = all[i];
        }
        return tensor(name, INT64, shape, values);
    }

    private static Bytes tensor(String name, int type, long[] shape, double[] all) {
        Bytes tensor = new Bytes();
        for (long d : shape) {
            tensor.whole(1, d);
        }
        ByteBuffer raw = ByteBuffer.allocate(all.length * (type == FLOAT ? 4 : 8)).order(ByteOrder.LITTLE_ENDIAN);
        for (double v : all) {
            if (type == FLOAT) {
                raw.putFloat((float) v);
            } else {
                raw.putLong(Math.round(v));
            }
        }
        return tensor.whole(2, type).text(8, name).part(9, raw.array());
    }
}
