package io.headwater.preprocess;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_java;
import org.opencv.core.Core;

/** OpenCV's library, loaded once. One thread a call: the route's workers share the cores already. */
final class OpenCv {
    static {
        Loader.load(opencv_java.class);
        Core.setNumThreads(1);
    }

    private OpenCv() {}

    static void load() {}
}
