package io.headwater.infer;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
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

/** A place at a model in ONNX Runtime: input and outputs lie in memory of its own, made once and used for every frame. Outputs whose shape depends on
 *  the picture are copied by the engine instead. */
final class OnnxPlace implements EngineModel.Place {
    private final Arena arena = Arena.ofShared();
    private final OnnxModel model;
    private final List<String> outputs;
    private final ByteBuffer input;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
    private final Set<String> asked;
    private final boolean fixed;
    private final OrtSession.RunOptions options = new OrtSession.RunOptions();

    OnnxPlace(OnnxModel model, ModelInput in, List<String> outputs) throws OrtException {
        this.model = model;
        this.outputs = outputs;
        this.asked = new LinkedHashSet<>(outputs);
        this.fixed = outputs.stream().allMatch(model::isFixed);
        this.input = memory(in.bytes());
        inputs.put(in.tensor(), in.type() == ModelInput.Type.FLOAT32 ? OnnxTensor.createTensor(model.environment(), input.asFloatBuffer(), in.shape())
                : OnnxTensor.createTensor(model.environment(), input, in.shape(), OnnxModel.type(in)));
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

    @Override
    public ByteBuffer input() {
        return input;
    }

    @Override
    public void run(Look look) throws EngineException {
        try {
            if (!pinned.isEmpty()) {
                model.session().run(inputs, Set.of(), pinned, options).close();
                return;
            }
            try (OrtSession.Result result = model.session().run(inputs, asked, options)) {
                for (int i = 0; i < outputs.size(); i++) {
                    OnnxTensor tensor = (OnnxTensor) result.get(outputs.get(i)).orElseThrow();
                    long[] shape = tensor.getInfo().getShape();
                    if (fixed) {
                        pin(i, shape, tensor.getFloatBuffer(), look);
                    } else {
                        look.output(i, floats(tensor), shape);
                    }
                }
            }
        } catch (OrtException e) {
            throw new EngineException(e.getMessage(), e);
        }
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

    private void pin(int index, long[] shape, FloatBuffer first, Look look) throws OrtException {
        FloatBuffer memory = memory((long) first.capacity() * Float.BYTES).asFloatBuffer();
        memory.put(0, first, 0, first.capacity());
        pinned.put(outputs.get(index), OnnxTensor.createTensor(model.environment(), memory, shape));
        look.output(index, memory, shape);
    }

    @Override
    public void stop() {
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            throw new IllegalStateException("a run cannot be ended: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        pinned.values().forEach(OnnxTensor::close);
        inputs.values().forEach(OnnxTensor::close);
        options.close();
        arena.close();
    }
}
