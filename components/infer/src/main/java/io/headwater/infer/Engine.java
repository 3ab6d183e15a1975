package io.headwater.infer;

import io.headwater.exchange.Rule;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/** What runs models.
 *  <p>Ownership: what is opened is the caller's. */
public enum Engine {
    /** ONNX Runtime: ONNX files. */
    ONNXRUNTIME {
        @Override
        EngineModel open(Manifest manifest, ByteBuffer file, Opening how) throws EngineException {
            return OnnxModel.open(file, how.threads(), how.runs());
        }
    },
    /** OpenCV's DNN module: ONNX, TensorFlow Lite, Caffe, Darknet. One thread a run. */
    OPENCV {
        @Override
        void check(ModelInput input, String file, Declaration at) {
            if (input.type() != ModelInput.Type.FLOAT32 || input.layout() != ModelInput.Layout.NCHW && file.endsWith(".onnx") || !input.constants().isEmpty()) {
                at.report("input", Rule.TENSOR, "OpenCV takes one input of float32, NCHW for ONNX; the manifest has " + input.type().name().toLowerCase(Locale.ROOT) + ", " + input.layout() + ", "
                        + (1 + input.constants().size()) + " inputs", "engine: onnxruntime, or engine: ONNXRUNTIME in the route");
            }
        }

        @Override
        EngineModel open(Manifest manifest, ByteBuffer file, Opening how) throws EngineException {
            return OpenCvModel.open(manifest, file);
        }
    };

    /** As people call it. */
    String title() {
        return this == ONNXRUNTIME ? "ONNX Runtime" : "OpenCV";
    }

    static final List<String> NAMES = List.of("onnxruntime", "opencv");

    /** Reports an input that the engine does not take. */
    void check(ModelInput input, String file, Declaration at) {}

    /** Opens a model's file. */
    abstract EngineModel open(Manifest manifest, ByteBuffer file, Opening how) throws EngineException;
}
