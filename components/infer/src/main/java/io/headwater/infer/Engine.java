package io.headwater.infer;

import java.nio.ByteBuffer;
import java.util.List;

/** What runs models.
 *  <p>Ownership: what is opened is the caller's. */
enum Engine {
    /** ONNX Runtime: ONNX files. */
    ONNXRUNTIME {
        @Override
        EngineModel open(Manifest manifest, ByteBuffer file, int threads, boolean runs) throws EngineException {
            return OnnxModel.open(file, threads, runs);
        }
    },
    /** OpenCV's DNN module: ONNX, TensorFlow Lite, Caffe, Darknet. One thread a run. */
    OPENCV {
        @Override
        EngineModel open(Manifest manifest, ByteBuffer file, int threads, boolean runs) throws EngineException {
            return OpenCvModel.open(manifest, file);
        }
    };

    /** As people call it. */
    String title() {
        return this == ONNXRUNTIME ? "ONNX Runtime" : "OpenCV";
    }

    static final List<String> NAMES = List.of("onnxruntime", "opencv");

    /** @param threads that one run works with, where the engine can
     *  @param runs whether it will be run; else it is opened quickly, to be looked at */
    abstract EngineModel open(Manifest manifest, ByteBuffer file, int threads, boolean runs) throws EngineException;
}
