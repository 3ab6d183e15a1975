package io.headwater.camera;

import io.headwater.flow.Frame;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** Decodes the packets of one stream: as a run, or each by itself.
 *  <p>Ownership: native memory until the last who {@link #retain retained} it has released it; who opened it is the first.
 *  <p>Threading: any; one at a time decodes. */
final class Decoder {
    private static final int DAMAGED = AVFrame.AV_FRAME_FLAG_CORRUPT;

    private final AVCodecContext context;
    private final PixelCopy pixels = new PixelCopy();
    private int users = 1;

    private Decoder(AVCodecContext context) {
        this.context = context;
    }

    static Decoder open(AVStream video, int threads) throws CaptureException {
        AVCodec codec = avcodec.avcodec_find_decoder(video.codecpar().codec_id());
        if (codec == null || codec.isNull()) {
            throw new CaptureException(CaptureException.Cause.UNREADABLE,
                    "no decoder for " + avcodec.avcodec_get_name(video.codecpar().codec_id()).getString());
        }
        Decoder decoder = new Decoder(avcodec.avcodec_alloc_context3(codec));
        AVCodecContext context = decoder.context;
        int result = avcodec.avcodec_parameters_to_context(context, video.codecpar());
        if (result >= 0) {
            context.pkt_timebase(video.time_base());
            context.thread_count(threads);
            result = avcodec.avcodec_open2(context, codec, (AVDictionary) null);
        }
        if (result < 0) {
            decoder.release();
            throw new CaptureException(CaptureException.Cause.UNREADABLE, Ffmpeg.text(result));
        }
        return decoder;
    }

    /** Whether each packet is a picture that needs no other, as in Motion JPEG. */
    boolean isIntraOnly() {
        AVCodecDescriptor codec = avcodec.avcodec_descriptor_get(context.codec_id());
        return codec != null && !codec.isNull() && (codec.props() & avcodec.AV_CODEC_PROP_INTRA_ONLY) != 0;
    }

    /** Gives it the next packet of a run, or null at its end; 0, or FFmpeg's error. */
    synchronized int send(@Nullable AVPacket packet) {
        return avcodec.avcodec_send_packet(context, packet);
    }

    /** The next picture of a run; 0, or FFmpeg's error. */
    synchronized int receive(AVFrame picture) {
        return avcodec.avcodec_receive_frame(context, picture);
    }

    /** A new run begins. */
    synchronized void flush() {
        avcodec.avcodec_flush_buffers(context);
    }

    /** Decodes a packet that needs no other; false where it makes no whole picture. */
    synchronized boolean decodeAlone(AVPacket packet, AVFrame picture) {
        if (send(packet) != 0) {
            return false;
        }
        int got = receive(picture);
        boolean waits = got == avutil.AVERROR_EAGAIN();
        if (waits) { // for packets of which this picture may be the later one: there are none
            send(null);
            got = receive(picture);
        }
        if (waits || !isIntraOnly()) {
            flush();
        }
        return got == 0 && !isDamaged(picture);
    }

    /** Whether the decoder could only guess a part of it. */
    static boolean isDamaged(AVFrame picture) {
        return (picture.flags() & DAMAGED) != 0 || picture.decode_error_flags() != 0;
    }

    /** Puts a picture into a frame of its size and format. */
    void copy(AVFrame picture, Frame frame) throws CaptureException {
        synchronized (pixels) { // and goes on decoding meanwhile
            pixels.copy(picture, frame);
        }
    }

    synchronized Decoder retain() {
        users++;
        return this;
    }

    synchronized void release() {
        if (--users == 0) {
            avcodec.avcodec_free_context(context);
            pixels.close();
        }
    }
}
