package io.headwater.camera;

import io.headwater.exchange.PictureSize;
import io.headwater.exchange.StepCheck;
import io.headwater.flow.PixelFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** How large a camera's pictures are, without opening a camera: a clip says it, the options may; else the usual is assumed.
 *  Reads the head of each clip once, and decodes nothing
 *  where that says it.
 *  <p>Threading: one thread. */
final class Sizes {
    private final Map<Path, PictureSize> clips = new HashMap<>();

    PictureSize of(StepCheck.Options step, Location location) {
        int width = side(step, "width");
        int height = side(step, "height");
        return switch (location.kind()) {
            case FILE -> clips.computeIfAbsent(location.path(), clip -> ofClip(location));
            case TEST -> TestPattern.size(width, height);
            case DEVICE, RTSP, HTTP -> width == 0 || height == 0 ? PictureSize.USUAL
                    : of(width, height, location.kind() == Location.Kind.DEVICE); // webcams send JPEGs, or what becomes colours
        };
    }

    private static int side(StepCheck.Options step, String option) {
        return step.number(option).filter(v -> v >= 1 && v <= CameraCheck.MAX_SIDE).map(Double::intValue).orElse(0);
    }

    private static PictureSize ofClip(Location clip) {
        if (!Files.isRegularFile(clip.path())) {
            return PictureSize.USUAL; // that it is not there is told elsewhere
        }
        try {
            Ffmpeg.load();
        } catch (LinkageError e) {
            return PictureSize.USUAL; // as for what is wrong with the clip: its camera will say why
        }
        FfmpegLog.mute(true);
        try (AVFormatContext input = new AVFormatContext(null); AVDictionary none = new AVDictionary(null)) {
            if (avformat.avformat_open_input(input, "file:" + clip.path(), null, none) < 0) {
                return PictureSize.USUAL;
            }
            try {
                return size(input);
            } finally {
                avformat.avformat_close_input(input);
            }
        } finally {
            FfmpegLog.mute(false);
        }
    }

    private static PictureSize size(AVFormatContext input) {
        int stream = avformat.av_find_best_stream(input, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (stream >= 0 && input.streams(stream).codecpar().width() == 0) { // its head does not say
            avformat.avformat_find_stream_info(input, (AVDictionary) null);
        }
        AVCodecParameters video = stream < 0 ? null : input.streams(stream).codecpar();
        return video == null || video.width() <= 0 || video.height() <= 0 ? PictureSize.USUAL
                : of(video.width(), video.height(), video.codec_id() == avcodec.AV_CODEC_ID_MJPEG);
    }

    /** @param full whether values take the full range, as in JPEG: such pictures become colours */
    private static PictureSize of(int width, int height, boolean full) {
        return new PictureSize(width, height, full || width % 2 != 0 || height % 2 != 0 ? PixelFormat.BGR24 : PixelFormat.I420, false);
    }
}
