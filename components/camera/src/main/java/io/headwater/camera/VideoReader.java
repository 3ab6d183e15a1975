package io.headwater.camera;

import java.time.Duration;
import java.util.Objects;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** Reads the best video stream of a file, a device or a URL, through FFmpeg. Where a packet can be decoded by itself, it is left as it is
 *  until somebody wants the picture; else it goes through the decoder, since later ones need it, and the picture is left as that made it.
 *  <p>Ownership: native memory and, for devices and streams, the connection, until closed.
 *  <p>Threading: one thread; only the {@link StopSignal} reaches it from elsewhere.
 *  <p>Errors: {@link CaptureException}, whose text names no location: the caller does. */
final class VideoReader implements Pictures {
    private final Duration stallTimeout;
    private final Interrupt interrupt;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame picture = avutil.av_frame_alloc();
    private AVFormatContext input = new AVFormatContext(null);
    private @Nullable Decoder decoder;
    private boolean alone;
    private boolean keyFramesOnly;
    private boolean lent;
    private int stream;
    private long stamp;
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
            reader.openDecoder(settings);
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
            lent = options.isNonBlocking();
            if (lent) {
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

    private void openDecoder(Settings settings) throws CaptureException {
        stream = avformat.av_find_best_stream(input, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (stream < 0) {
            throw new CaptureException(CaptureException.Cause.UNREADABLE, "no video stream in it");
        }
        for (int i = 0; i < input.nb_streams(); i++) {
            input.streams(i).discard(i == stream ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
        }
        AVStream video = input.streams(stream);
        decoder = Decoder.open(video, settings.decoderThreads());
        keyFramesOnly = settings.keyFramesOnly();
        alone = keyFramesOnly || !settings.isLossless() && decoder.isIntraOnly(); // where all are wanted, several threads decode a run faster
        timeNumerator = video.time_base().num();
        timeDenominator = video.time_base().den();
        AVRational rate = avformat.av_guess_frame_rate(input, video, null);
        nominal = rate.num() > 0 ? Math.round(1e9 * rate.den() / rate.num()) : 0;
    }

    @Override
    public Next next() throws CaptureException {
        interrupt.arm(stallTimeout);
        return alone ? nextPacket() : nextPicture();
    }

    private Next nextPacket() throws CaptureException {
        if (!read()) {
            return Next.END;
        }
        stamp = packet.pts() == avutil.AV_NOPTS_VALUE() ? packet.dts() : packet.pts();
        return keyFramesOnly && (packet.flags() & avcodec.AV_PKT_FLAG_KEY) == 0 ? Next.NO_KEY_FRAME : Next.PICTURE;
    }

    private Next nextPicture() throws CaptureException {
        while (true) {
            int got = decoder().receive(picture);
            if (got == 0) {
                stamp = picture.best_effort_timestamp();
                return Decoder.isDamaged(picture) ? Next.BROKEN : Next.PICTURE;
            }
            if (got == avutil.AVERROR_EOF()) {
                return Next.END;
            }
            if (got != avutil.AVERROR_EAGAIN() || !feed()) {
                return Next.BROKEN;
            }
        }
    }

    @Override
    public Picture picture() {
        return alone ? VideoPicture.of(decoder(), packet, lent) : VideoPicture.of(decoder(), picture);
    }

    private Decoder decoder() {
        return Objects.requireNonNull(decoder, "it is open");
    }

    /** Gives the decoder one packet more; false when it is one that cannot be decoded. */
    private boolean feed() throws CaptureException {
        if (draining || !read()) {
            draining = true;
            decoder().send(null);
            return true;
        }
        return decoder().send(packet) == 0;
    }

    /** Reads the stream's next packet, waits for it; false when there is no more. */
    private boolean read() throws CaptureException {
        while (true) {
            avcodec.av_packet_unref(packet);
            int got = avformat.av_read_frame(input, packet);
            if (interrupt.isStopped()) {
                throw new CaptureException(CaptureException.Cause.STOPPED, "stopped");
            }
            if (interrupt.isOverdue()) {
                throw new CaptureException(CaptureException.Cause.STALLED, "no frame for " + stallTimeout.toMillis() + " ms");
            }
            if (got == avutil.AVERROR_EOF()) {
                return false;
            }
            if (got == avutil.AVERROR_EAGAIN()) {
                interrupt.pause();
            } else if (got < 0) {
                throw new CaptureException(CaptureException.Cause.LOST, Ffmpeg.text(got));
            } else if (packet.stream_index() == stream) {
                return true;
            }
        }
    }

    @Override
    public long timeNanos() {
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
        decoder().flush();
        draining = false;
        return true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avutil.av_frame_free(picture);
            avcodec.av_packet_free(packet);
            if (decoder != null) {
                decoder.release();
            }
            avformat.avformat_close_input(input);
            interrupt.close();
        }
    }
}
