package io.headwater.infer;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.headwater.flow.Answer;
import io.headwater.flow.Frame;
import io.headwater.flow.View;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One worker's place at a model: the memory of its input and outputs, made once and used for every frame.
 *  <p>Ownership: owns that memory until closed. Outputs whose shape depends on the picture are copied by the engine instead.
 *  <p>Threading: one thread at a time. */
final class ModelRun implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final Manifest manifest;
    private final OnnxModel model;
    private final List<String> outputs;
    private final Look look;
    private final Preparation preparation;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
    private final Set<String> asked;
    private final boolean fixed;
    private final OrtSession.RunOptions options = new OrtSession.RunOptions();
    private volatile boolean stopped;

    ModelRun(Manifest manifest, OnnxModel model) throws OrtException {
        this.manifest = manifest;
        this.model = model;
        this.outputs = model.read(manifest.head());
        this.asked = new LinkedHashSet<>(outputs);
        this.fixed = outputs.stream().allMatch(model::isFixed);
        ModelInput in = manifest.input();
        ByteBuffer memory = memory(in.bytes());
        this.look = new Look(in, in.type() == ModelInput.Type.FLOAT32 ? memory.asFloatBuffer() : FloatBuffer.allocate(0), outputs, manifest.labels());
        this.preparation = new Preparation(in, memory);
        OnnxTensor input = in.type() == ModelInput.Type.FLOAT32
                ? OnnxTensor.createTensor(model.environment(), memory.asFloatBuffer(), in.shape())
                : OnnxTensor.createTensor(model.environment(), memory, in.shape(), OnnxModel.type(in));
        this.inputs.put(in.tensor(), input);
        for (ModelInput.Constant constant : in.constants()) {
            inputs.put(constant.tensor(), tensor(model.environment(), constant));
        }
    }

    static OnnxTensor tensor(OrtEnvironment environment, ModelInput.Constant constant) throws OrtException {
        double[] values = constant.values();
        return switch (constant.type()) {
            case INT64 -> OnnxTensor.createTensor(environment, LongBuffer.wrap(Arrays.stream(values).mapToLong(Math::round).toArray()), constant.shape());
            case INT32 -> OnnxTensor.createTensor(environment, IntBuffer.wrap(Arrays.stream(values).mapToInt(v -> (int) Math.round(v)).toArray()), constant.shape());
            case FLOAT32 -> {
                FloatBuffer floats = FloatBuffer.allocate(values.length);
                Arrays.stream(values).forEach(v -> floats.put((float) v));
                yield OnnxTensor.createTensor(environment, floats.flip(), constant.shape());
            }
        };
    }

    private ByteBuffer memory(long bytes) {
        return arena.allocate(Math.max(bytes, 1), 64).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** The answer about one frame. */
    Answer answer(Frame frame, Look.Wish wish) throws OrtException {
        Placement placement = prepare(frame);
        infer();
        return read(wish, placement, frame.view());
    }

    Placement prepare(Frame frame) {
        return preparation.prepare(frame);
    }

    void infer() throws OrtException {
        if (!pinned.isEmpty()) {
            model.session().run(inputs, Set.of(), pinned, options).close();
            return;
        }
        try (OrtSession.Result result = model.session().run(inputs, asked, options)) {
            for (int i = 0; i < outputs.size(); i++) {
                OnnxTensor tensor = (OnnxTensor) result.get(outputs.get(i)).orElseThrow();
                long[] shape = tensor.getInfo().getShape();
                if (fixed) {
                    pin(i, shape, tensor.getFloatBuffer());
                } else {
                    look.output(i, floats(tensor), shape);
                }
            }
        }
    }

    /** Ends the run that is under way with an {@link OrtException}; the place is of no use afterwards. From any thread that keeps it from
     *  being given back meanwhile. */
    void stop() throws OrtException {
        stopped = true;
        options.setTerminate(true);
    }

    boolean isStopped() {
        return stopped;
    }

    /** Whether the last run gave a number for every element that was read. */
    boolean isNumbers() {
        for (int output = 0; output < outputs.size(); output++) {
            FloatBuffer all = look.values(output);
            for (int i = 0; i < all.limit(); i++) {
                if (Float.isNaN(all.get(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A copy of an output's elements as floats. */
    static FloatBuffer floats(OnnxTensor tensor) {
        return switch (tensor.getInfo().type) {
            case INT64 -> {
                LongBuffer all = tensor.getLongBuffer();
                FloatBuffer copy = FloatBuffer.allocate(all.capacity());
                while (all.hasRemaining()) {
                    copy.put(all.get());
                }
                yield copy;
            }
            case INT32 -> {
                IntBuffer all = tensor.getIntBuffer();
                FloatBuffer copy = FloatBuffer.allocate(all.capacity());
                while (all.hasRemaining()) {
                    copy.put(all.get());
                }
                yield copy;
            }
            case UINT8, INT8 -> {
                boolean signed = tensor.getInfo().type == OnnxJavaType.INT8;
                ByteBuffer all = tensor.getByteBuffer();
                FloatBuffer copy = FloatBuffer.allocate(all.capacity());
                while (all.hasRemaining()) {
                    byte b = all.get();
                    copy.put(signed ? b : b & 0xff);
                }
                yield copy;
            }
            default -> tensor.getFloatBuffer(); // float16 as well
        };
    }

    private void pin(int index, long[] shape, FloatBuffer first) throws OrtException {
        FloatBuffer memory = memory((long) first.capacity() * Float.BYTES).asFloatBuffer();
        memory.put(0, first, 0, first.capacity());
        pinned.put(outputs.get(index), OnnxTensor.createTensor(model.environment(), memory, shape));
        look.output(index, memory, shape);
    }

    Answer read(Look.Wish wish, Placement placement, View view) {
        look.begin(wish, placement, view);
        return manifest.head().read(look);
    }

    @Override
    public void close() {
        preparation.close();
        pinned.values().forEach(OnnxTensor::close);
        inputs.values().forEach(OnnxTensor::close);
        options.close();
        arena.close();
    }
}
