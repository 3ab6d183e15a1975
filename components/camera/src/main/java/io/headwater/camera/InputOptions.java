package io.headwater.camera;

import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** How FFmpeg is told to open a location: as what, and with which options.
 *  <p>Each kind may use its own protocols only, so that a playlist that a camera sends cannot make us read a local file.
 *  <p>Ownership: native memory until closed. */
final class InputOptions implements AutoCloseable {
    private final String url;
    private final @Nullable AVInputFormat format;
    private final boolean nonBlocking;
    private final AVDictionary dictionary = new AVDictionary(null);

    private InputOptions(String url, @Nullable AVInputFormat format, boolean nonBlocking) {
        this.url = url;
        this.format = format;
        this.nonBlocking = nonBlocking;
    }

    static InputOptions of(Settings settings) throws CaptureException {
        Location location = settings.location();
        return switch (location.kind()) {
            case FILE -> new InputOptions("file:" + location.address(), null, false).with("protocol_whitelist", "file,crypto");
            case HTTP -> new InputOptions(location.address(), null, false)
                    .with("protocol_whitelist", "http,https,httpproxy,tcp,tls,crypto")
                    .with("fpsprobesize", "0");
            case RTSP -> new InputOptions(location.address(), null, false)
                    .with("protocol_whitelist", "rtsp,rtsps,rtp,srtp,udp,tcp,tls,crypto,http,https")
                    .with("rtsp_transport", settings.transport().ffmpeg())
                    .with("allowed_media_types", "video")
                    .with("fpsprobesize", "0");
            case DEVICE -> device(settings);
            case TEST -> throw new IllegalArgumentException("the test pattern needs no FFmpeg");
        };
    }

    private static InputOptions device(Settings settings) throws CaptureException {
        Ffmpeg.loadDevices();
        AVInputFormat v4l2 = avformat.av_find_input_format("video4linux2");
        if (v4l2 == null || v4l2.isNull()) {
            throw new CaptureException(CaptureException.Cause.UNREACHABLE, "this build of FFmpeg reads no V4L2 devices");
        }
        InputOptions options = new InputOptions(settings.location().address(), v4l2, true);
        if (settings.fps() > 0) {
            options.with("framerate", Double.toString(settings.fps()));
        }
        if (settings.width() > 0) {
            options.with("video_size", settings.width() + "x" + settings.height());
        }
        return options;
    }

    private InputOptions with(String key, String value) {
        avutil.av_dict_set(dictionary, key, value, 0);
        return this;
    }

    String url() {
        return url;
    }

    @Nullable AVInputFormat format() {
        return format;
    }

    AVDictionary dictionary() {
        return dictionary;
    }

    /** Whether reading tells that there is nothing yet instead of waiting: a device's wait could not be ended. */
    boolean isNonBlocking() {
        return nonBlocking;
    }

    @Override
    public void close() {
        avutil.av_dict_free(dictionary);
    }
}
