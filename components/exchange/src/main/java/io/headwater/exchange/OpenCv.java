package io.headwater.exchange;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_java;
import org.opencv.core.Core;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OpenCV's native library for {@code org.opencv.*}, loaded once a process, one thread a call: a route's workers share the
 *  cores already.
 *  <p>The library files are loaded one by one in the order in which they need each other: from a folder of
 *  {@code java.library.path} that holds them all, else out of the jars through JavaCPP's cache. JavaCPP's own loader would
 *  also load the wrappers of some thirty modules, of which none is used: 2 s of processor time instead of 0.07 s. */
public final class OpenCv {
    private static final Logger LOG = LoggerFactory.getLogger(OpenCv.class);
    private static final String VERSION = ".so." + Core.VERSION_MAJOR + Core.VERSION_MINOR;
    private static final List<String> OPENBLAS = List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");
    private static final List<String> MODULES = List.of("core", "flann", "imgproc", "imgcodecs", "videoio", "features2d", "calib3d", "dnn", "objdetect",
            "photo", "video", "ml", "plot", "phase_unwrapping", "tracking", "face", "bioinspired", "bgsegm", "aruco", "ximgproc", "shape", "xfeatures2d",
            "wechat_qrcode", "structured_light", "text", "saliency", "img_hash", "dnn_superres", "xphoto");
    private static final String LAST = "libopencv_java.so";

    static {
        try {
            for (Path file : files()) {
                // by JavaCPP, not from here: a library belongs to the class loader that loads it, and must be that of org.opencv
                Loader.loadLibrary(opencv_java.class, new URL[] {file.toUri().toURL()}, file.getFileName().toString());
            }
        } catch (IOException | UnsatisfiedLinkError e) {
            LOG.debug("OpenCV is loaded the slow way, since its files are not as expected", e);
            Loader.load(opencv_java.class);
        }
        Core.setNumThreads(1);
    }

    private OpenCv() {}

    /** Loads the library on first use; waits until that is done. */
    public static void load() {}

    private static List<Path> files() throws IOException {
        List<String> modules = new ArrayList<>();
        MODULES.forEach(module -> modules.add("libopencv_" + module + VERSION));
        modules.add(LAST);
        for (String entry : System.getProperty("java.library.path", "").split(File.pathSeparator)) {
            Path folder = Path.of(entry).toAbsolutePath();
            if (!entry.isEmpty() && Files.exists(folder.resolve(LAST))) {
                List<Path> all = new ArrayList<>();
                OPENBLAS.forEach(name -> all.add(folder.resolve(name)));
                modules.forEach(name -> all.add(folder.resolve(name)));
                all.removeIf(Files::notExists);
                return all;
            }
        }
        List<Path> all = new ArrayList<>();
        for (String name : OPENBLAS) {
            cached("openblas", name, all);
        }
        for (String name : modules) {
            cached("opencv", name, all);
        }
        return all;
    }

    /** Platforms differ in the files they have; one that is needed and missing shows when the last one is loaded. */
    private static void cached(String library, String name, List<Path> found) throws IOException {
        File file = Loader.cacheResource(OpenCv.class, "/org/bytedeco/" + library + "/" + Loader.getPlatform() + "/" + name);
        if (file != null) {
            found.add(file.toPath());
        }
    }
}
