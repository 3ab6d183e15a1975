package io.headwater.camera;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's libraries, loaded once. Loading takes a while, so it can begin beside other work.
 *  <p>Source: FFmpeg 8.0, LGPL build of Bytedeco. */
final class Ffmpeg {
    private static final AtomicBoolean PRELOADED = new AtomicBoolean();

    private Ffmpeg() {}

    /** Loads the libraries on first use; waits until that is done. */
    static void load() {
        Loaded.now();
    }

    /** Begins to load on a thread of its own, so that a model may load meanwhile. */
    static void preload() {
        if (PRELOADED.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("camera/ffmpeg").start(() -> {
                try {
                    load();
                } catch (LinkageError e) {
                    // whoever needs it gets the same error, with a place to show it
                }
            });
        }
    }

    /** Makes devices known; loads what only they need. */
    static void loadDevices() {
        load();
        Devices.now();
    }

    /** What an error code says. */
    static String text(int error) {
        byte[] text = new byte[256];
        avutil.av_strerror(error, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    private static final class Loaded {
        static {
            quietJavaCpp();
            Loader.load(avutil.class);
            Loader.load(avcodec.class);
            Loader.load(avformat.class);
            Loader.load(swscale.class);
            FfmpegLog.install();
            avformat.avformat_network_init();
        }

        /** JavaCPP refuses to allocate once the process is larger than twice its Java heap, and frames lie outside of it. */
        private static void quietJavaCpp() {
            if (System.getProperty("org.bytedeco.javacpp.maxphysicalbytes") == null
                    && System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) {
                System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
            }
        }

        static void now() {}
    }

    private static final class Devices {
        static {
            Loader.load(avdevice.class);
            avdevice.avdevice_register_all();
        }

        static void now() {}
    }
}
