package io.headwater.infer;

import io.headwater.exchange.OpenCv;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.dnn.Dnn;
import org.opencv.dnn.Net;

/** A model's file in OpenCV's DNN module, which knows of inputs and outputs only by running it: it is run once, on zeros, when it is opened.
 *  <p>Ownership: keeps the file's bytes; each place has a net of its own, since a net is for one thread. */
final class OpenCvModel implements EngineModel {
    static {
        OpenCv.load();
    }

    private final String framework;
    private final byte[] weights;
    private final byte[] layers;
    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    private OpenCvModel(String framework, byte[] weights, byte[] layers, ModelInput input) throws EngineException {
        this.framework = framework;
        this.weights = weights;
        this.layers = layers;
        Net net = net();
        List<Mat> outputs = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer zeros = arena.allocate(input.bytes(), 64).asByteBuffer().order(ByteOrder.nativeOrder());
            Mat blob = blob(input, zeros);
            net.setInput(blob);
            List<String> names = net.getUnconnectedOutLayersNames();
            net.forward(outputs, names);
            for (int i = 0; i < names.size(); i++) {
                shapes.put(names.get(i), shape(outputs.get(i)));
            }
            blob.release();
        } catch (org.opencv.core.CvException e) {
            throw new EngineException(text(e), e);
        } finally {
            outputs.forEach(Mat::release);
        }
    }

    /** The file's own framework follows from its name: {@code .onnx}, {@code .tflite}, {@code .caffemodel} with a {@code .prototxt} of its name, {@code .weights} with a {@code .cfg}. */
    static OpenCvModel open(Manifest manifest, ByteBuffer file) throws EngineException {
        String name = manifest.file().getFileName().toString();
        String kind = name.substring(name.lastIndexOf('.') + 1);
        String framework = switch (kind) {
            case "onnx" -> "onnx";
            case "tflite" -> "tflite";
            case "caffemodel" -> "caffe";
            case "weights" -> "darknet";
            default -> throw new EngineException(name + " is none of .onnx, .tflite, .caffemodel, .weights", null);
        };
        byte[] weights = new byte[file.remaining()];
        file.duplicate().get(weights);
        return new OpenCvModel(framework, weights, layers(manifest, name, framework), manifest.input());
    }

    private static byte[] layers(Manifest manifest, String name, String framework) throws EngineException {
        if (framework.equals("onnx") || framework.equals("tflite")) {
            return new byte[0];
        }
        String beside = name.substring(0, name.lastIndexOf('.')) + (framework.equals("caffe") ? ".prototxt" : ".cfg");
        Path file = manifest.folder().resolve(beside);
        try {
            if (!ModelFile.isWithin(manifest.folder(), file)) {
                throw new EngineException(beside + " leaves the model's folder", null);
            }
            return Files.readAllBytes(file);
        } catch (java.io.IOException e) {
            throw new EngineException(beside + " must lie beside " + name, e);
        }
    }

    private Net net() throws EngineException {
        MatOfByte model = new MatOfByte(weights);
        MatOfByte config = new MatOfByte(layers);
        try {
            // Caffe and Darknet: the layers come first in Dnn's own readers, in readNet it is the weights
            Net net = layers.length == 0 ? Dnn.readNet(framework, model) : Dnn.readNet(framework, model, config);
            net.setPreferableBackend(Dnn.DNN_BACKEND_OPENCV);
            net.setPreferableTarget(Dnn.DNN_TARGET_CPU);
            return net;
        } catch (org.opencv.core.CvException e) {
            throw new EngineException(text(e), e);
        } finally {
            model.release();
            config.release();
        }
    }

    private static String text(org.opencv.core.CvException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst("^cv::Exception: OpenCV\\([^)]*\\) \\S+ error: ", "");
    }

    /** A matrix over memory of somebody else. */
    private static Mat blob(ModelInput input, ByteBuffer memory) {
        Mat row = new Mat(1, Math.toIntExact(input.bytes() / Float.BYTES), CvType.CV_32F, memory);
        Mat blob = row.reshape(1, sizes(input));
        row.release();
        return blob;
    }

    private static int[] sizes(ModelInput input) {
        int[] sizes = new int[input.shape().length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.toIntExact(input.shape()[i]);
        }
        return sizes;
    }

    private static long[] shape(Mat mat) {
        long[] shape = new long[mat.dims()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = mat.size(i);
        }
        return shape;
    }

    /** Says nothing: of inputs a net knows neither name nor shape, and it has run on this one. */
    @Override
    public void check(ModelInput input, Declaration at) {}

    @Override
    public Outputs outputs(ModelInput input) {
        Map<String, Outputs.Output> all = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> all.put(name, new Outputs.Output(true, "float32", shape)));
        return new Outputs(input, all);
    }

    @Override
    public List<String> read(Head head) {
        return head.tensors().isEmpty() ? List.copyOf(shapes.keySet()) : head.tensors();
    }

    @Override
    public Place place(ModelInput input, List<String> outputs) throws EngineException {
        return new NetPlace(net(), input, outputs);
    }

    @Override
    public List<String> inputSummary() {
        return List.of();
    }

    @Override
    public List<String> outputSummary() {
        List<String> all = new ArrayList<>();
        shapes.forEach((name, shape) -> all.add(name + " float32 " + Outputs.text(shape)));
        return List.copyOf(all);
    }

    @Override
    public void close() {
        // the bytes are the collector's, nets their places'
    }

    /** A net, and the memory of its input. OpenCV frees a net's memory when its Java object is collected. */
    private static final class NetPlace implements Place {
        private final Arena arena = Arena.ofShared();
        private final Net net;
        private final List<String> names;
        private final ByteBuffer input;
        private final Mat blob;
        private final List<Mat> outputs = new ArrayList<>();
        private float[][] values = new float[0][];

        NetPlace(Net net, ModelInput in, List<String> names) {
            this.net = net;
            this.names = names;
            this.input = arena.allocate(in.bytes(), 64).asByteBuffer().order(ByteOrder.nativeOrder());
            this.blob = OpenCvModel.blob(in, input);
        }

        @Override
        public ByteBuffer input() {
            return input;
        }

        @Override
        public void run(Look look) throws EngineException {
            try {
                net.setInput(blob);
                net.forward(outputs, names);
                if (values.length == 0) {
                    values = new float[names.size()][];
                }
                for (int i = 0; i < outputs.size(); i++) {
                    Mat output = outputs.get(i);
                    int elements = Math.toIntExact(output.total());
                    if (values[i] == null || values[i].length != elements) {
                        values[i] = new float[elements];
                    }
                    long[] shape = shape(output);
                    Mat row = output.reshape(1, 1);
                    row.get(0, 0, values[i]);
                    row.release();
                    look.output(i, FloatBuffer.wrap(values[i]), shape);
                }
            } catch (org.opencv.core.CvException e) {
                throw new EngineException(text(e), e);
            } finally {
                outputs.forEach(Mat::release);
                outputs.clear();
            }
        }

        /** A run of OpenCV cannot be ended; it comes to its own end. */
        @Override
        public void stop() {}

        @Override
        public void close() {
            blob.release();
            arena.close();
        }
    }
}
