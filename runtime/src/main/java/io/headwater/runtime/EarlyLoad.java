package io.headwater.runtime;

import ai.onnxruntime.OrtEnvironment;
import io.headwater.exchange.OpenCv;
import java.util.Set;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.jboss.logging.Logger;
import org.sqlite.SQLiteJDBCLoader;

/** Loads the native libraries beside the reading of the command line and the start of the application, which keep one core
 *  busy; whoever needs a library then finds it there, or waits for the rest.
 *  <p>Errors: none here; a library that cannot be loaded fails where it is used, with its name. */
final class EarlyLoad {
    private static final Set<String> NEED_ALL = Set.of("demo", "run", "test");
    private static final Set<String> NEED_MODELS = Set.of("models", "plan", "push", "validate");

    private EarlyLoad() {}

    static void start(String... args) {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager"); // as Quarkus does, later; libraries log
        String command = args.length > 0 ? args[0] : "";
        boolean all = NEED_ALL.contains(command);
        if (all || NEED_MODELS.contains(command)) {
            Thread.ofPlatform().daemon().name("headwater/early-load").start(() -> load(all));
        }
    }

    private static void load(boolean all) {
        try {
            OrtEnvironment.getAvailableProviders();
            if (!all) {
                return;
            }
            OpenCv.load();
            Loader.load(avformat.class);
            Loader.load(swscale.class);
            SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError e) {
            Logger.getLogger(EarlyLoad.class).debug("a native library was not loaded early", e);
        }
    }
}
