package io.headwater.infer;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.headwater.infer.draft.HeadGuess;
import io.headwater.infer.draft.Heads;
import io.headwater.infer.draft.Seen;
import io.headwater.infer.draft.Sight;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.opencv.core.Mat;

/** A model's file that nobody has described: what it says of itself, and a manifest drafted for it.
 *
 *  @param bytes its size
 *  @param producer what exported it
 *  @param metadata what the exporter wrote into it
 *  @param inputs as in {@code image float32 [1, 3, 288, 384]}
 *  @param draft null where it takes no picture, or could not be run
 *  @param trouble why there is no draft; empty where there is one */
public record Inspection(Path file, long bytes, String sha256, String producer, Map<String, String> metadata, List<String> inputs, List<String> outputs,
        @Nullable Draft draft, String trouble) {
    /** Sizes that are tried where the file leaves them open; detectors' first. */
    private static final int[] SIDES = {640, 320, 416, 224, 256, 512};
    private static final int[] CLASSIFIED = {224, 224};
    private static final int[] LINE = {48, 192};
    private static final long SEED = 42;

    /** Looks at a file and runs it once or a few times.
     *  <p>Errors: {@link IOException} when it cannot be read, or is no ONNX.
     *
     *  @param picture one with what the model finds, by which the draft is judged; null for none. Stays the caller's */
    public static Inspection of(Path file, @Nullable Mat picture) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer bytes = ModelFile.read(file, arena);
            String sha256 = ModelFile.digest(bytes);
            try (OnnxModel model = OnnxModel.open(bytes, 1, true)) {
                Map<String, String> metadata = model.session().getMetadata().getCustomMetadata();
                String producer = model.session().getMetadata().getProducerName();
                Inspection facts = new Inspection(file, bytes.capacity(), sha256, producer, Map.copyOf(metadata), model.inputSummary(), model.outputSummary(), null, "");
                return facts.draft(model, picture);
            } catch (EngineException | OrtException e) {
                throw new IOException("it is no model that ONNX Runtime can open: " + e.getMessage().lines().findFirst().orElse(""), e);
            }
        }
    }

    private Inspection with(@Nullable Draft made, String why) {
        return new Inspection(file, bytes, sha256, producer, metadata, inputs, outputs, made, why);
    }

    private Inspection draft(OnnxModel model, @Nullable Mat picture) {
        Optional<Map.Entry<String, TensorInfo>> taken = model.inputs().entrySet().stream().filter(e -> isPicture(e.getValue())).findFirst();
        if (taken.isEmpty()) {
            return with(null, "none of its inputs is a picture: four dimensions, with 1 or 3 colours, of float32, float16 or uint8");
        }
        String why = "";
        for (int[] size : sizes(taken.get().getValue())) {
            Draft.Input input = Draft.Input.of(taken.get().getKey(), taken.get().getValue(), size[0], size[1], constants(model, taken.get().getKey(), size[0], size[1]));
            try {
                Sight sight = new Sight(size[1], size[0], input.shape(), run(model, input), metadata);
                HeadGuess guess = Heads.guess(sight);
                if (input.open() && guess.yaml().startsWith("classes")) {
                    boolean line = picture != null && picture.cols() > 2 * picture.rows(); // of text
                    int[] usual = line ? LINE : CLASSIFIED;
                    guess = line ? guess.ofLine() : guess;
                    input = Draft.Input.of(taken.get().getKey(), taken.get().getValue(), usual[0], usual[1], constants(model, taken.get().getKey(), usual[0], usual[1]));
                }
                Draft draft = Draft.of(this, input, guess);
                return with(picture == null ? draft : draft.fitted(picture), "");
            } catch (OrtException e) {
                why = e.getMessage();
            }
        }
        return with(null, "a run failed: " + why);
    }

    private static boolean isPicture(TensorInfo info) {
        long[] shape = info.getShape();
        return shape.length == 4 && (info.type == OnnxJavaType.FLOAT || info.type == OnnxJavaType.FLOAT16 || info.type == OnnxJavaType.UINT8)
                && (Draft.Input.isColour(shape[1]) || Draft.Input.isColour(shape[3]) || shape[1] < 0 && shape[3] < 0);
    }

    /** Heights and widths to be tried: the file's own where it has them. */
    private List<int[]> sizes(TensorInfo info) {
        long[] shape = info.getShape();
        boolean last = Draft.Input.isColour(shape[3]) && !Draft.Input.isColour(shape[1]);
        long height = shape[last ? 1 : 2];
        long width = shape[last ? 2 : 3];
        String[] said = metadata.getOrDefault("imgsz", "").replaceAll("[^0-9,]", "").split(",");
        List<int[]> all = new ArrayList<>();
        if (height > 0 && width > 0) {
            all.add(new int[] {(int) height, (int) width});
        } else if (said.length == 2 && !said[0].isEmpty()) {
            all.add(new int[] {Integer.parseInt(said[0]), Integer.parseInt(said[1])});
        } else if (height > 0) {
            all.add(new int[] {(int) height, height <= 64 ? (int) height * 20 / 3 : (int) height});
        }
        if (height <= 0 || width <= 0) {
            for (int side : SIDES) {
                all.add(new int[] {height > 0 ? (int) height : side, width > 0 ? (int) width : side});
            }
        }
        return all;
    }

    /** Values for the inputs that are no picture: a size where the name says so, else 1. */
    private static List<ModelInput.Constant> constants(OnnxModel model, String picture, int height, int width) {
        List<ModelInput.Constant> all = new ArrayList<>();
        model.inputs().forEach((name, info) -> {
            String type = OnnxModel.type(info);
            if (!name.equals(picture) && List.of("float32", "int64", "int32").contains(type)) {
                long[] shape = info.getShape().clone();
                long elements = 1;
                for (int i = 0; i < shape.length; i++) {
                    shape[i] = Math.max(shape[i], 1);
                    elements *= shape[i];
                }
                double[] values = new double[(int) Math.min(elements, 1 << 16)];
                boolean size = name.matches("(?i).*(size|shape).*") && values.length >= 2;
                for (int i = 0; i < values.length; i++) {
                    values[i] = !size ? 1 : i == 0 ? height : i == 1 ? width : 3;
                }
                all.add(new ModelInput.Constant(name, ModelInput.Constant.Kind.valueOf(type.toUpperCase(java.util.Locale.ROOT)), shape, values));
            }
        });
        return all;
    }

    /** What a picture of noise gives. */
    private static List<Seen> run(OnnxModel model, Draft.Input input) throws OrtException {
        Random random = new Random(SEED);
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        try {
            given.put(input.tensor(), noise(model, input, random));
            for (ModelInput.Constant constant : input.constants()) {
                given.put(constant.tensor(), OnnxPlace.tensor(model.environment(), constant));
            }
            try (OrtSession.Result result = model.session().run(given)) {
                List<Seen> seen = new ArrayList<>();
                for (Map.Entry<String, TensorInfo> output : model.outputs().entrySet()) {
                    if (OnnxModel.isNumber(output.getValue().type)) {
                        OnnxTensor tensor = (OnnxTensor) result.get(output.getKey()).orElseThrow();
                        FloatBuffer values = OnnxPlace.floats(tensor).rewind();
                        float[] copy = new float[values.remaining()];
                        values.get(copy);
                        seen.add(new Seen(output.getKey(), output.getValue().getShape(), tensor.getInfo().getShape(), copy));
                    }
                }
                return seen;
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor noise(OnnxModel model, Draft.Input input, Random random) throws OrtException {
        int elements = 1;
        for (long d : input.shape()) {
            elements = Math.multiplyExact(elements, (int) d);
        }
        ByteBuffer memory = ByteBuffer.allocateDirect(elements * (input.type().equals("float32") ? 4 : input.type().equals("float16") ? 2 : 1)).order(ByteOrder.nativeOrder());
        for (int i = 0; i < elements; i++) {
            switch (input.type()) {
                case "float32" -> memory.putFloat(random.nextFloat());
                case "float16" -> memory.putShort(Float.floatToFloat16(random.nextFloat()));
                default -> memory.put((byte) random.nextInt(256));
            }
        }
        memory.flip();
        return switch (input.type()) {
            case "float32" -> OnnxTensor.createTensor(model.environment(), memory.asFloatBuffer(), input.shape());
            case "float16" -> OnnxTensor.createTensor(model.environment(), memory, input.shape(), OnnxJavaType.FLOAT16);
            default -> OnnxTensor.createTensor(model.environment(), memory, input.shape(), OnnxJavaType.UINT8);
        };
    }
}
