package io.headwater.camera;

import io.headwater.flow.PixelFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Writes pictures of one size into a Matroska file that {@code camera} reads back: as FFV1, every pixel as it was, or as JPEGs.
 *  What was written stays readable when the process ends without {@link #close()}.
 *  <p>Units: times in milliseconds from the first picture, growing.
 *  <p>Ownership: native memory and the file, until closed; pixels are the caller's.
 *  <p>Threading: one thread.
 *  <p>Errors: {@link IOException} where the file cannot be written, as on a full disk.
 *  <p>Source: FFV1 is RFC 9043; both encoders are FFmpeg's own, under the LGPL. */
public final class VideoWriter implements AutoCloseable {
    /** Instead of a quality: every pixel as it was. */
    public static final int LOSSLESS = 0;
    private static final int BEST_QUANTIZER = 1;
    private static final int WORST_QUANTIZER = 31;
    private static final int SLICES = 4;

    private final int width;
    private final int height;
    private final int source;
    private final int target;
    private final LongPointer address = new LongPointer(4).put(0, 0, 0, 0);
    private final PointerPointer<?> planes = new PointerPointer<>(address);
    private final IntPointer stride = new IntPointer(4).put(0, 0, 0, 0);
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame picture = avutil.av_frame_alloc();
    private final AVRational millis = new AVRational().num(1).den(1000);
    private AVFormatContext output = new AVFormatContext(null);
    private AVIOContext file = new AVIOContext(null);
    private AVCodecContext encoder = new AVCodecContext(null);
    private SwsContext colours = new SwsContext(null);
    private AVStream stream = new AVStream(null);
    private boolean begun;
    private boolean closed;
    private long last = -1;
    private long bytes;

    private VideoWriter(int width, int height, PixelFormat format, int quality) {
        this.width = width;
        this.height = height;
        this.source = switch (format) {
            case I420 -> avutil.AV_PIX_FMT_YUV420P;
            case BGR24 -> avutil.AV_PIX_FMT_BGR24;
            case GRAY8 -> avutil.AV_PIX_FMT_GRAY8;
        };
        this.target = format == PixelFormat.I420 ? avutil.AV_PIX_FMT_YUV420P : quality == LOSSLESS ? avutil.AV_PIX_FMT_0RGB32() : avutil.AV_PIX_FMT_YUVJ444P;
    }

    /** Begins a file, which must not be there yet.
     *
     *  @param quality 1–100 for JPEGs, more is larger and truer, or {@link #LOSSLESS} */
    public static VideoWriter open(Path file, int width, int height, PixelFormat format, int quality) throws IOException {
        if (quality < LOSSLESS || quality > 100) {
            throw new IllegalArgumentException("quality is " + quality + ", must be 1–100, or 0 for lossless");
        }
        Ffmpeg.load();
        VideoWriter writer = new VideoWriter(width, height, format, quality);
        try {
            writer.openEncoder(quality);
            writer.openFile(file);
            return writer;
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private void openEncoder(int quality) throws IOException {
        AVCodec codec = avcodec.avcodec_find_encoder(quality == LOSSLESS ? avcodec.AV_CODEC_ID_FFV1 : avcodec.AV_CODEC_ID_MJPEG);
        if (codec == null || codec.isNull()) {
            throw new IOException("this build of FFmpeg has no encoder for " + (quality == LOSSLESS ? "FFV1" : "JPEG"));
        }
        encoder = avcodec.avcodec_alloc_context3(codec);
        encoder.width(width).height(height).pix_fmt(target).time_base(millis).thread_count(1).gop_size(1);
        encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        if (quality == LOSSLESS) {
            encoder.level(3).slices(SLICES);
        } else {
            int quantizer = WORST_QUANTIZER - Math.round((quality - 1) * (WORST_QUANTIZER - BEST_QUANTIZER) / 99f);
            encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_QSCALE).qmin(BEST_QUANTIZER).global_quality(quantizer * avutil.FF_QP2LAMBDA);
            picture.quality(quantizer * avutil.FF_QP2LAMBDA);
            if (target == avutil.AV_PIX_FMT_YUV420P) { // a decoder's planes stay as they are: JPEG has a mark for that, outside of its standard
                encoder.color_range(avutil.AVCOL_RANGE_MPEG).strict_std_compliance(avcodec.FF_COMPLIANCE_UNOFFICIAL);
            } else {
                encoder.color_range(avutil.AVCOL_RANGE_JPEG);
            }
        }
        check(avcodec.avcodec_open2(encoder, codec, (AVDictionary) null));
        picture.format(target).width(width).height(height).color_range(encoder.color_range());
        check(avutil.av_frame_get_buffer(picture, 0));
    }

    private void openFile(Path path) throws IOException {
        check(avformat.avformat_alloc_output_context2(output, (AVOutputFormat) null, "matroska", null));
        stream = avformat.avformat_new_stream(output, null);
        stream.time_base(millis);
        check(avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder));
        check(avformat.avio_open(file, "file:" + path.toAbsolutePath(), avformat.AVIO_FLAG_WRITE));
        output.pb(file);
        output.flags(output.flags() | AVFormatContext.AVFMT_FLAG_FLUSH_PACKETS);
        check(avformat.avformat_write_header(output, (AVDictionary) null));
        begun = true;
    }

    /** Writes a picture of the file's size and format.
     *
     *  @param time since the first; one that does not grow is moved to the next millisecond */
    public void write(MemorySegment pixels, long time) throws IOException {
        check(avutil.av_frame_make_writable(picture));
        lay(pixels);
        if (target == source) {
            avutil.av_image_copy(picture.data(), picture.linesize(), planes, stride, target, width, height);
        } else {
            convert();
        }
        last = Math.max(time, last + 1);
        picture.pts(last);
        check(avcodec.avcodec_send_frame(encoder, picture));
        drain();
    }

    private void lay(MemorySegment pixels) {
        long luma = (long) width * height;
        address.put(0, pixels.address());
        stride.put(0, source == avutil.AV_PIX_FMT_BGR24 ? width * 3 : width);
        if (source == avutil.AV_PIX_FMT_YUV420P) {
            address.put(1, pixels.address() + luma).put(2, pixels.address() + luma + luma / 4);
            stride.put(1, width / 2).put(2, width / 2);
        }
    }

    private void convert() throws IOException {
        colours = swscale.sws_getCachedContext(colours, width, height, source, width, height, target,
                swscale.SWS_POINT | swscale.SWS_ACCURATE_RND | swscale.SWS_FULL_CHR_H_INT, (SwsFilter) null, (SwsFilter) null, (DoublePointer) null);
        if (colours == null || colours.isNull()) {
            colours = new SwsContext(null);
            throw new IOException("pictures of " + width + "x" + height + " cannot be converted");
        }
        check(swscale.sws_scale(colours, planes, stride, 0, height, picture.data(), picture.linesize()));
    }

    private void drain() throws IOException {
        while (true) {
            int got = avcodec.avcodec_receive_packet(encoder, packet);
            if (got == avutil.AVERROR_EAGAIN() || got == avutil.AVERROR_EOF()) {
                return;
            }
            check(got);
            avcodec.av_packet_rescale_ts(packet, millis, stream.time_base());
            packet.stream_index(stream.index());
            bytes += packet.size();
            check(avformat.av_write_frame(output, packet));
            avcodec.av_packet_unref(packet);
            check(avformat.av_write_frame(output, null)); // onto the disk, and not when a second's pictures are together
            check(file.error());
        }
    }

    /** Bytes of the pictures that were written. */
    public long bytes() {
        return bytes;
    }

    private static void check(int result) throws IOException {
        if (result < 0) {
            throw new IOException(Ffmpeg.text(result));
        }
    }

    /** Ends the file.
     *  <p>Errors: {@link IOException} when its end could not be written; what is in it can be read even so. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (begun) {
                avcodec.avcodec_send_frame(encoder, null);
                drain();
                check(avformat.av_write_trailer(output));
            }
        } finally {
            swscale.sws_freeContext(colours);
            avcodec.avcodec_free_context(encoder);
            if (!file.isNull()) {
                avformat.avio_closep(file);
            }
            avformat.avformat_free_context(output);
            avutil.av_frame_free(picture);
            avcodec.av_packet_free(packet);
            planes.close();
            stride.close();
            address.close();
            millis.close();
        }
    }
}
