package io.headwater.infer;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A model's file in ONNX Runtime.
 *  <p>Ownership: owns the session; closed once.
 *  <p>Threading: runs may go side by side. */
final class OnnxModel implements EngineModel {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<String, TensorInfo> inputs;
    private final Map<String, TensorInfo> outputs;

    private OnnxModel(OrtEnvironment environment, OrtSession session) throws OrtException {
        this.environment = environment;
        this.session = session;
        this.inputs = tensors(session.getInputInfo());
        this.outputs = tensors(session.getOutputInfo());
    }

    /** @param threads that one run works with; the calling thread is one of them
     *  @param runs whether it will be run; else it is opened quickly, to be looked at */
    static OnnxModel open(ByteBuffer file, int threads, boolean runs) throws EngineException {
        try {
            return make(file, threads, runs);
        } catch (OrtException e) {
            throw new EngineException(e.getMessage(), e);
        }
    }

    private static OnnxModel make(ByteBuffer file, int threads, boolean runs) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "headwater");
        environment.setTelemetry(false);
        try (SessionOptions options = new SessionOptions()) {
            options.setInterOpNumThreads(1);
            options.setIntraOpNumThreads(threads);
            options.setOptimizationLevel(runs ? OptLevel.ALL_OPT : OptLevel.NO_OPT);
            // a pool that spins takes the cores from the route's other workers
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            OrtSession session = environment.createSession(file, options);
            try {
                return new OnnxModel(environment, session);
            } catch (OrtException e) {
                session.close();
                throw e;
            }
        }
    }

    private static Map<String, TensorInfo> tensors(Map<String, NodeInfo> nodes) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        nodes.forEach((name, node) -> {
            if (node.getInfo() instanceof TensorInfo tensor) {
                tensors.put(name, tensor);
            }
        });
        return tensors;
    }

    OrtEnvironment environment() {
        return environment;
    }

    OrtSession session() {
        return session;
    }

    @Override
    public Outputs outputs(ModelInput input) {
        Map<String, Outputs.Output> all = new LinkedHashMap<>();
        outputs.forEach((name, info) -> all.put(name, new Outputs.Output(isNumber(info.type), type(info), info.getShape())));
        return new Outputs(input, all);
    }

    @Override
    public List<String> read(Head head) {
        return head.tensors().isEmpty() ? outputs.keySet().stream().filter(o -> outputs.get(o).type == OnnxJavaType.FLOAT).toList() : head.tensors();
    }

    @Override
    public Place place(ModelInput input, List<String> read) throws EngineException {
        try {
            return new OnnxPlace(this, input, read);
        } catch (OrtException e) {
            throw new EngineException(e.getMessage(), e);
        }
    }

    /** Whether its elements can be read as floats. */
    static boolean isNumber(OnnxJavaType type) {
        return switch (type) {
            case FLOAT, FLOAT16, INT64, INT32, UINT8, INT8 -> true;
            default -> false;
        };
    }

    /** Whether an output's shape follows from the input's shape alone, so that its memory can be made once. */
    boolean isFixed(String output) {
        TensorInfo info = outputs.get(output);
        if (info.type != OnnxJavaType.FLOAT) {
            return false;
        }
        long[] shape = info.getShape();
        for (int i = 0; i < shape.length; i++) {
            String name = info.getDimensionNames()[i];
            boolean ofInput = name != null && !name.isEmpty()
                    && inputs.values().stream().anyMatch(in -> Arrays.asList(in.getDimensionNames()).contains(name));
            if (shape[i] < 0 && !ofInput) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void check(ModelInput input, Declaration at) {
        TensorInfo info = inputs.get(input.tensor());
        if (info == null) {
            String near = Nearest.of(input.tensor(), inputs.keySet());
            at.report("tensor", Rule.TENSOR, "input " + input.tensor() + " is not in the model's file, it has " + String.join(", ", inputs.keySet()),
                    "tensor: " + (near == null ? inputs.keySet().iterator().next() : near));
            return;
        }
        OnnxJavaType type = type(input);
        if (info.type != type) {
            at.report("type", Rule.TENSOR, "input " + input.tensor() + " is of " + type(info) + ", the manifest says " + input.type().name().toLowerCase(Locale.ROOT),
                    "type: " + type(info));
        }
        if (!Outputs.matches(info.getShape(), input.shape())) {
            at.report("size", Rule.TENSOR, "input " + input.tensor() + " is " + Outputs.text(info.getShape()) + ", the manifest makes " + Outputs.text(input.shape()),
                    "mend size: [height, width], layout or color");
        }
        checkConstants(input, at);
    }

    private void checkConstants(ModelInput input, Declaration at) {
        Set<String> open = new LinkedHashSet<>(inputs.keySet());
        open.remove(input.tensor());
        for (ModelInput.Constant constant : input.constants()) {
            TensorInfo info = inputs.get(constant.tensor());
            if (info == null) {
                String near = Nearest.of(constant.tensor(), open);
                at.report("constants", Rule.TENSOR, "input " + constant.tensor() + " is not in the model's file, it has " + String.join(", ", inputs.keySet()),
                        near == null ? "remove it" : "tensor: " + near);
            } else if (!type(info).equals(constant.type().name().toLowerCase(Locale.ROOT)) || !Outputs.matches(info.getShape(), constant.shape())) {
                at.report("constants", Rule.TENSOR, "input " + constant.tensor() + " is " + type(info) + " " + Outputs.text(info.getShape()) + ", the manifest gives "
                        + constant.type().name().toLowerCase(Locale.ROOT) + " " + Outputs.text(constant.shape()), "mend its type and shape");
            }
            open.remove(constant.tensor());
        }
        if (!open.isEmpty()) {
            at.report(null, Rule.TENSOR, "the model has " + inputs.size() + " inputs, " + String.join(", ", inputs.keySet()) + "; the picture fills one, nothing fills " + String.join(", ", open),
                    "give each a value: constants: [{ tensor: " + open.iterator().next() + ", shape: [1, 2], values: [640, 640] }], or export the model with one input");
        }
    }

    static OnnxJavaType type(ModelInput input) {
        return switch (input.type()) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case UINT8 -> OnnxJavaType.UINT8;
        };
    }

    Map<String, TensorInfo> inputs() {
        return inputs;
    }

    Map<String, TensorInfo> outputs() {
        return outputs;
    }

    /** Inputs or outputs in words, as in {@code image float32 [1, 3, 288, 384]}. */
    private static List<String> summary(Map<String, TensorInfo> tensors) {
        List<String> all = new ArrayList<>();
        tensors.forEach((name, info) -> all.add(name + " " + type(info) + " " + Outputs.text(info.getShape())));
        return List.copyOf(all);
    }

    @Override
    public List<String> inputSummary() {
        return summary(inputs);
    }

    @Override
    public List<String> outputSummary() {
        return summary(outputs);
    }

    /** The name of a type, as manifests have it. */
    static String type(TensorInfo info) {
        return switch (info.type) {
            case FLOAT -> "float32";
            case DOUBLE -> "float64";
            default -> info.type.name().toLowerCase(Locale.ROOT);
        };
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the session cannot be closed: " + e.getMessage(), e);
        }
    }
}
