package io.headwater.bench;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.swscale.SWS_POINT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Reads a clip frame by frame with FFmpeg, one decoding thread, and converts each to BGR at its own size.
 *  <p>Ownership: all native memory is freed by {@link #close()}.
 *  <p>Threading: one thread at a time. */
final class ClipReader implements AutoCloseable {
    private final Path clip;
    private final AVFormatContext format = new AVFormatContext(null);
    private final AVCodecContext codec;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final SwsContext sws;
    private final int stream;

    ClipReader(Path clip) throws IOException {
        this.clip = clip;
        av_log_set_level(AV_LOG_ERROR);
        check(avformat_open_input(format, clip.toString(), null, null), "open");
        check(avformat_find_stream_info(format, (PointerPointer<Pointer>) null), "read the streams of");
        stream = check(av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<Pointer>) null, 0), "find video in");
        AVStream video = format.streams(stream);
        codec = avcodec_alloc_context3(avcodec_find_decoder(video.codecpar().codec_id()));
        check(avcodec_parameters_to_context(codec, video.codecpar()), "understand");
        codec.thread_count(1);
        check(avcodec_open2(codec, avcodec_find_decoder(codec.codec_id()), (PointerPointer<Pointer>) null), "decode");
        sws = sws_getContext(width(), height(), codec.pix_fmt(), width(), height(), AV_PIX_FMT_BGR24, SWS_POINT, null, null, (DoublePointer) null);
    }

    /** How many frames a clip has, by its packets. */
    static int frames(Path clip) throws IOException {
        try (ClipReader reader = new ClipReader(clip)) {
            int n = 0;
            while (reader.readPacket()) {
                n++;
                av_packet_unref(reader.packet);
            }
            return n;
        }
    }

    int width() {
        return codec.width();
    }

    int height() {
        return codec.height();
    }

    /** Decodes the next frame into a picture, which notes the moment, and converts it to BGR; false at the end of the clip. */
    boolean next(Picture into) throws IOException {
        if (!decode()) {
            return false;
        }
        into.decoded(System.nanoTime());
        sws_scale(sws, frame.data(), frame.linesize(), 0, height(), into.planes(), into.strides());
        return true;
    }

    /** Decodes the next frame; false at the end of the clip. */
    boolean decode() throws IOException {
        while (true) {
            int got = avcodec_receive_frame(codec, frame);
            if (got == 0) {
                return true;
            }
            if (got == AVERROR_EOF) {
                return false;
            }
            if (got != AVERROR_EAGAIN()) {
                check(got, "decode");
            }
            if (readPacket()) {
                check(avcodec_send_packet(codec, packet), "decode");
                av_packet_unref(packet);
            } else {
                check(avcodec_send_packet(codec, null), "decode");
            }
        }
    }

    private boolean readPacket() {
        while (av_read_frame(format, packet) >= 0) {
            if (packet.stream_index() == stream) {
                return true;
            }
            av_packet_unref(packet);
        }
        return false;
    }

    /** Goes back to the first frame. */
    void rewind() throws IOException {
        check(av_seek_frame(format, stream, 0, AVSEEK_FLAG_BACKWARD), "rewind");
        avcodec_flush_buffers(codec);
    }

    private int check(int code, String what) throws IOException {
        if (code < 0) {
            throw new IOException("cannot " + what + " " + clip + ": FFmpeg error " + code);
        }
        return code;
    }

    @Override
    public void close() {
        sws_freeContext(sws);
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(codec);
        avformat_close_input(format);
    }
}
