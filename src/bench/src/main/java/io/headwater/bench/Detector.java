package io.headwater.bench;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.setNumThreads;
import static org.bytedeco.opencv.global.opencv_core.split;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Size;

/** OpenCV's resize, the tensor, ONNX Runtime and the head, straight down and with every buffer reused: no copy but the resize,
 *  the split and the conversion to floats, which writes into the tensor's own memory.
 *  <p>Ownership: the session is the caller's and may be shared; the buffers are this detector's.
 *  <p>Threading: one thread. */
final class Detector implements AutoCloseable {
    private final OrtSession session;
    private final Head head;
    private final Size size;
    private final Mat small;
    private final Mat[] bytes = new Mat[3];
    private final MatVector channels;
    private final Mat[] floats = new Mat[3];
    private final FloatPointer tensorMemory;
    private final OnnxTensor input;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> pinned = new HashMap<>();
    private final FloatBuffer[] outputs;
    private final Boxes boxes = new Boxes();

    Detector(OrtSession session, Head head) throws OrtException {
        this.session = session;
        this.head = head;
        setNumThreads(1);
        size = new Size(head.width(), head.height());
        small = new Mat(head.height(), head.width(), CV_8UC3);
        int plane = head.width() * head.height();
        FloatBuffer tensor = direct(3 * plane);
        tensorMemory = new FloatPointer(tensor);
        for (int c = 0; c < 3; c++) {
            bytes[c] = new Mat(head.height(), head.width(), CV_8UC1);
            floats[c] = new Mat(head.height(), head.width(), CV_32FC1, tensorMemory.getPointer((long) c * plane));
        }
        channels = new MatVector(bytes);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        input = OnnxTensor.createTensor(environment, tensor, new long[] {1, 3, head.height(), head.width()});
        inputs = Map.of(head.input(), input);
        outputs = new FloatBuffer[head.outputs().size()];
        for (int i = 0; i < outputs.length; i++) {
            Head.Output output = head.outputs().get(i);
            outputs[i] = direct(output.floats());
            pinned.put(output.name(), OnnxTensor.createTensor(environment, outputs[i], output.shape()));
        }
    }

    /** A session that computes on the calling thread alone. */
    static OrtSession open(Path model) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return OrtEnvironment.getEnvironment().createSession(model.toString(), options);
        }
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /** What is in a BGR frame; the answer is valid until the next call. */
    Boxes find(Mat bgr) throws OrtException {
        resize(bgr, small, size, 0, 0, INTER_LINEAR);
        split(small, channels);
        for (int c = 0; c < 3; c++) {
            bytes[c].convertTo(floats[c], CV_32F, 1 / 255.0, 0);
        }
        session.run(inputs, pinned).close();
        boxes.clear();
        head.read(outputs, boxes, bgr.cols(), bgr.rows());
        return boxes;
    }

    @Override
    public void close() {
        input.close();
        pinned.values().forEach(OnnxTensor::close);
        channels.close();
        for (int c = 0; c < 3; c++) {
            bytes[c].close();
            floats[c].close();
        }
        tensorMemory.close();
        small.close();
        size.close();
    }
}
