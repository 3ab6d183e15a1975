package io.headwater.camera;

import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;
import java.time.Duration;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** Reads and decodes the best video stream of a file, a device or a URL, through FFmpeg.
 *  <p>Ownership: native memory and, for devices and streams, the connection, until closed.
 *  <p>Threading: one thread; only the {@link StopSignal} reaches it from elsewhere.
 *  <p>Errors: {@link CaptureException}, whose text names no location: the caller does. */
final class VideoReader implements Pictures {
    private static final int DAMAGED = AVFrame.AV_FRAME_FLAG_CORRUPT;

    private final Duration stallTimeout;
    private final Interrupt interrupt;
    private final PixelCopy pixels = new PixelCopy();
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame picture = avutil.av_frame_alloc();
    private AVFormatContext input = new AVFormatContext(null);
    private AVCodecContext decoder = new AVCodecContext(null);
    private int stream;
    private int timeNumerator;
    private int timeDenominator = 1;
    private long nominal;
    private boolean draining;
    private boolean closed;

    private VideoReader(Settings settings, StopSignal stop) {
        this.stallTimeout = settings.location().isLive() ? settings.stallTimeout() : Duration.ZERO;
        this.interrupt = new Interrupt(stop);
    }

    /** Opens a source; waits for it no longer than {@code stallTimeout} if it is live. */
    static VideoReader open(Settings settings, StopSignal stop) throws CaptureException {
        Ffmpeg.load();
        VideoReader reader = new VideoReader(settings, stop);
        FfmpegLog.mute(true);
        try {
            reader.interrupt.arm(reader.stallTimeout);
            reader.openInput(settings);
            reader.openDecoder(settings.decoderThreads());
            return reader;
        } catch (CaptureException | RuntimeException e) {
            reader.close();
            throw e;
        } finally {
            FfmpegLog.mute(false);
        }
    }

    private void openInput(Settings settings) throws CaptureException {
        try (InputOptions options = InputOptions.of(settings)) {
            input = avformat.avformat_alloc_context();
            interrupt.attach(input);
            if (options.isNonBlocking()) {
                input.flags(input.flags() | AVFormatContext.AVFMT_FLAG_NONBLOCK);
            }
            check(avformat.avformat_open_input(input, options.url(), options.format(), options.dictionary()));
            if (!options.isNonBlocking()) { // a device has told all it knows
                check(avformat.avformat_find_stream_info(input, (AVDictionary) null));
            }
        }
    }

    private void check(int result) throws CaptureException {
        if (result >= 0) {
            return;
        }
        if (interrupt.isStopped()) {
            throw new CaptureException(CaptureException.Cause.STOPPED, "stopped");
        }
        if (interrupt.isOverdue()) {
            throw new CaptureException(CaptureException.Cause.UNREACHABLE, "no answer within " + stallTimeout.toMillis() + " ms");
        }
        boolean noVideo = result == avutil.AVERROR_INVALIDDATA() || result == avutil.AVERROR_STREAM_NOT_FOUND()
                || result == avutil.AVERROR_DEMUXER_NOT_FOUND() || result == avutil.AVERROR_DECODER_NOT_FOUND();
        throw new CaptureException(noVideo ? CaptureException.Cause.UNREADABLE : CaptureException.Cause.UNREACHABLE, Ffmpeg.text(result));
    }

    private void openDecoder(int threads) throws CaptureException {
        stream = avformat.av_find_best_stream(input, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (stream < 0) {
            throw new CaptureException(CaptureException.Cause.UNREADABLE, "no video stream in it");
        }
        for (int i = 0; i < input.nb_streams(); i++) {
            input.streams(i).discard(i == stream ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
        }
        AVStream video = input.streams(stream);
        AVCodec codec = avcodec.avcodec_find_decoder(video.codecpar().codec_id());
        if (codec == null || codec.isNull()) {
            throw new CaptureException(CaptureException.Cause.UNREADABLE,
                    "no decoder for " + avcodec.avcodec_get_name(video.codecpar().codec_id()).getString());
        }
        decoder = avcodec.avcodec_alloc_context3(codec);
        check(avcodec.avcodec_parameters_to_context(decoder, video.codecpar()));
        decoder.pkt_timebase(video.time_base());
        decoder.thread_count(threads);
        check(avcodec.avcodec_open2(decoder, codec, (AVDictionary) null));
        timeNumerator = video.time_base().num();
        timeDenominator = video.time_base().den();
        AVRational rate = avformat.av_guess_frame_rate(input, video, null);
        nominal = rate.num() > 0 ? Math.round(1e9 * rate.den() / rate.num()) : 0;
    }

    @Override
    public Next next() throws CaptureException {
        interrupt.arm(stallTimeout);
        while (true) {
            int got = avcodec.avcodec_receive_frame(decoder, picture);
            if (got == 0) {
                boolean damaged = (picture.flags() & DAMAGED) != 0 || picture.decode_error_flags() != 0;
                return damaged ? Next.BROKEN : Next.PICTURE;
            }
            if (got == avutil.AVERROR_EOF()) {
                return Next.END;
            }
            if (got != avutil.AVERROR_EAGAIN() || !feed()) {
                return Next.BROKEN;
            }
        }
    }

    /** Gives the decoder one packet more; false when it is one that cannot be decoded. */
    private boolean feed() throws CaptureException {
        while (true) {
            int got = draining ? avutil.AVERROR_EOF() : avformat.av_read_frame(input, packet);
            if (interrupt.isStopped()) {
                throw new CaptureException(CaptureException.Cause.STOPPED, "stopped");
            }
            if (interrupt.isOverdue()) {
                throw new CaptureException(CaptureException.Cause.STALLED, "no frame for " + stallTimeout.toMillis() + " ms");
            }
            if (got == avutil.AVERROR_EOF()) {
                draining = true;
                avcodec.avcodec_send_packet(decoder, null);
                return true;
            }
            if (got == avutil.AVERROR_EAGAIN()) {
                interrupt.pause();
                continue;
            }
            if (got < 0) {
                throw new CaptureException(CaptureException.Cause.LOST, Ffmpeg.text(got));
            }
            boolean ours = packet.stream_index() == stream;
            int sent = ours ? avcodec.avcodec_send_packet(decoder, packet) : 0;
            avcodec.av_packet_unref(packet);
            if (ours) {
                return sent == 0;
            }
        }
    }

    @Override
    public void copyTo(Frame frame) throws CaptureException {
        pixels.copy(picture, frame);
    }

    @Override
    public PixelFormat format() {
        return PixelCopy.format(picture);
    }

    @Override
    public int width() {
        return picture.width();
    }

    @Override
    public int height() {
        return picture.height();
    }

    @Override
    public long timeNanos() {
        long stamp = picture.best_effort_timestamp();
        return stamp == avutil.AV_NOPTS_VALUE() ? Long.MIN_VALUE : nanos(stamp);
    }

    private long nanos(long stamp) {
        long ticks = stamp * timeNumerator; // whole seconds and rest apart, since a product with 1e9 would overflow
        return ticks / timeDenominator * 1_000_000_000 + ticks % timeDenominator * 1_000_000_000 / timeDenominator;
    }

    @Override
    public long nominalNanos() {
        return nominal;
    }

    @Override
    public boolean isFinite() {
        return input.duration() > 0;
    }

    @Override
    public boolean rewind() {
        long start = input.start_time() == avutil.AV_NOPTS_VALUE() ? 0 : input.start_time();
        if (avformat.avformat_seek_file(input, -1, Long.MIN_VALUE, start, start, 0) < 0) {
            return false;
        }
        avcodec.avcodec_flush_buffers(decoder);
        draining = false;
        return true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pixels.close();
            avutil.av_frame_free(picture);
            avcodec.av_packet_free(packet);
            avcodec.avcodec_free_context(decoder);
            avformat.avformat_close_input(input);
            interrupt.close();
        }
    }
}
