package io.headwater.camera;

import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes FFmpeg's own messages off the terminal: errors go to our log, five in ten seconds at most and without credentials,
 *  the rest nowhere. What goes wrong while a source is opened is told by the exception instead. */
final class FfmpegLog extends LogCallback {
    private static final Logger LOG = LoggerFactory.getLogger("io.headwater.camera.ffmpeg");
    private static final long PERIOD_NANOS = 10_000_000_000L;
    private static final int AT_MOST = 5;
    private static final Pattern ADDRESS = Pattern.compile(" @ 0x[0-9a-f]+]");
    /** Native code keeps its address, so it must never be collected. */
    private static final FfmpegLog INSTANCE = new FfmpegLog();

    private final ThreadLocal<Boolean> muted = ThreadLocal.withInitial(() -> false);
    private long periodStart = System.nanoTime();
    private int told;
    private int untold;

    private FfmpegLog() {}

    static void install() {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        avutil.setLogCallback(INSTANCE);
    }

    /** Whether messages on this thread are left out, since an exception will tell. */
    static void mute(boolean on) {
        INSTANCE.muted.set(on);
    }

    @Override
    public void call(int level, BytePointer message) {
        if (level > avutil.AV_LOG_ERROR || muted.get() || !LOG.isWarnEnabled()) {
            return;
        }
        String text = message.getString().strip();
        if (!text.isEmpty()) {
            tell(ADDRESS.matcher(Location.redacted(text)).replaceFirst("]"));
        }
    }

    private synchronized void tell(String text) {
        long now = System.nanoTime();
        if (now - periodStart > PERIOD_NANOS) {
            if (untold > 0) {
                LOG.warn("{} more messages of FFmpeg were left out", untold);
            }
            periodStart = now;
            told = 0;
            untold = 0;
        }
        if (told < AT_MOST) {
            told++;
            LOG.warn("{}", text);
        } else {
            untold++;
        }
    }
}
