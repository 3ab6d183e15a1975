package io.headwater.camera;

import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** A picture of a video: its packet, where that can be decoded by itself, else what the decoder made of it. */
final class VideoPicture implements Picture {
    private final Decoder decoder;
    private final @Nullable AVPacket packet;
    private final AVFrame picture;
    private boolean closed;

    private VideoPicture(Decoder decoder, @Nullable AVPacket packet, AVFrame picture) {
        this.decoder = decoder.retain();
        this.packet = packet;
        this.picture = picture;
    }

    /** Takes the packet's data over.
     *
     *  @param lent whether they are the driver's, which takes them back when the device is closed */
    static VideoPicture of(Decoder decoder, AVPacket read, boolean lent) {
        AVPacket own = avcodec.av_packet_alloc();
        if (lent) {
            avcodec.av_packet_ref(own, read);
            avcodec.av_packet_make_writable(own); // a copy, since there are two who hold it
        } else {
            avcodec.av_packet_move_ref(own, read);
        }
        return new VideoPicture(decoder, own, avutil.av_frame_alloc());
    }

    /** Takes over what was decoded. */
    static VideoPicture of(Decoder decoder, AVFrame decoded) {
        AVFrame own = avutil.av_frame_alloc();
        avutil.av_frame_move_ref(own, decoded);
        return new VideoPicture(decoder, null, own);
    }

    @Override
    public long bytes() {
        return packet != null ? packet.size() : Math.max(0, avutil.av_image_get_buffer_size(picture.format(), picture.width(), picture.height(), 1));
    }

    @Override
    public boolean decode() {
        return packet == null || decoder.decodeAlone(packet, picture);
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
    public PixelFormat format() {
        return PixelCopy.format(picture);
    }

    @Override
    public void copyTo(Frame frame) throws CaptureException {
        decoder.copy(picture, frame);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avutil.av_frame_free(picture);
            if (packet != null) {
                avcodec.av_packet_free(packet);
            }
            decoder.release();
        }
    }
}
