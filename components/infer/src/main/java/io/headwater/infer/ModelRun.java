package io.headwater.infer;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.headwater.flow.Answer;
import io.headwater.flow.Frame;
import io.headwater.flow.View;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
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
    private final OnnxTensor input;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
    private final Set<String> asked;
    private final boolean fixed;

    ModelRun(Manifest manifest, OnnxModel model) throws OrtException {
        this.manifest = manifest;
        this.model = model;
        this.outputs = model.read(manifest.head());
        this.asked = new LinkedHashSet<>(outputs);
        this.fixed = outputs.stream().allMatch(model::isFixed);
        this.look = new Look(manifest.input(), outputs, manifest.labels());
        ModelInput in = manifest.input();
        ByteBuffer memory = memory(in.bytes());
        this.preparation = new Preparation(in, memory);
        this.input = in.type() == ModelInput.Type.FLOAT32
                ? OnnxTensor.createTensor(model.environment(), memory.asFloatBuffer(), in.shape())
                : OnnxTensor.createTensor(model.environment(), memory, in.shape(), OnnxJavaType.UINT8);
        this.inputs = Map.of(in.tensor(), input);
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
            model.session().run(inputs, pinned).close();
            return;
        }
        try (OrtSession.Result result = model.session().run(inputs, asked)) {
            for (int i = 0; i < outputs.size(); i++) {
                OnnxTensor tensor = (OnnxTensor) result.get(outputs.get(i)).orElseThrow();
                long[] shape = tensor.getInfo().getShape();
                if (fixed) {
                    pin(i, shape, tensor.getFloatBuffer());
                } else {
                    look.output(i, tensor.getFloatBuffer(), shape);
                }
            }
        }
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
        input.close();
        arena.close();
    }
}
