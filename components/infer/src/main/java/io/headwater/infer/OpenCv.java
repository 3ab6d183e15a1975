package io.headwater.infer;

import org.bytedeco.javacpp.Loader;
import org.opencv.core.Core;

/** OpenCV's Java API, loaded once. It works on the calling thread only: a route has workers enough. */
final class OpenCv {
    static {
        Loader.load(org.bytedeco.opencv.opencv_java.class);
        Core.setNumThreads(1);
    }

    private OpenCv() {}

    static void load() {}
}
