package io.headwater.camera;

import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Puts a decoded picture into a frame's memory, at its own size: never scaled here, since a scaler's choice changes what a model
 *  answers. Planes stay planes where the frame can hold them as they are; anything else becomes BGR, with colours as OpenCV's
 *  reader gives them (BT.601).
 *  <p>FFmpeg works on blocks of up to 16 pixels and writes whole blocks: a row whose width is no multiple of that is
 *  left unfinished, or overruns the frame. Such pictures go through rows with room at their end.
 *  <p>Ownership: native memory until closed. */
final class PixelCopy implements AutoCloseable {
    private static final int BLOCK = 16;

    private final LongPointer address = new LongPointer(4).put(0, 0, 0, 0);
    private final PointerPointer<?> target = new PointerPointer<>(address);
    private final IntPointer stride = new IntPointer(4).put(0, 0, 0, 0);
    private SwsContext context = new SwsContext(null);
    private @Nullable Scratch scratch;

    /** The format of a frame that is to take a picture. */
    static PixelFormat format(AVFrame picture) {
        boolean planes = picture.format() == avutil.AV_PIX_FMT_YUV420P && picture.color_range() != avutil.AVCOL_RANGE_JPEG
                && picture.width() % 2 == 0 && picture.height() % 2 == 0;
        return planes ? PixelFormat.I420 : PixelFormat.BGR24;
    }

    /** Writes a picture.
     *
     *  @param frame of the picture's size and {@link #format}
     *  <p>Errors: {@link CaptureException} when its pixel format has no way to BGR. */
    void copy(AVFrame picture, Frame frame) throws CaptureException {
        if (frame.format() == PixelFormat.I420) {
            planes(picture, frame);
        } else {
            colours(picture, frame);
        }
    }

    private void planes(AVFrame picture, Frame frame) {
        long luma = (long) frame.width() * frame.height();
        address.put(0, frame.pixels().address());
        address.put(1, frame.pixels().address() + luma);
        address.put(2, frame.pixels().address() + luma + luma / 4);
        stride.put(0, frame.width()).put(1, frame.width() / 2).put(2, frame.width() / 2);
        avutil.av_image_copy(target, stride, picture.data(), picture.linesize(), avutil.AV_PIX_FMT_YUV420P, frame.width(), frame.height());
    }

    private void colours(AVFrame picture, Frame frame) throws CaptureException {
        int width = frame.width();
        int height = frame.height();
        int format = picture.format();
        context = swscale.sws_getCachedContext(context, width, height, format, width, height, avutil.AV_PIX_FMT_BGR24,
                swscale.SWS_POINT, (SwsFilter) null, (SwsFilter) null, (DoublePointer) null);
        if (context == null || context.isNull()) {
            context = new SwsContext(null);
            throw new CaptureException(CaptureException.Cause.UNREADABLE, "pictures of pixel format " + name(format) + " cannot be read");
        }
        Scratch padded = width % BLOCK == 0 ? null : scratch(width, height);
        address.put(0, padded == null ? frame.pixels().address() : padded.memory.address());
        stride.put(0, padded == null ? frame.stride() : padded.stride);
        int rows = swscale.sws_scale(context, picture.data(), picture.linesize(), 0, height, target, stride);
        if (rows != height) {
            throw new CaptureException(CaptureException.Cause.UNREADABLE, "a picture of " + width + "x" + height + " could not be converted: "
                    + (rows < 0 ? Ffmpeg.text(rows) : rows + " rows came out"));
        }
        if (padded != null) {
            padded.copyTo(frame);
        }
    }

    private Scratch scratch(int width, int height) {
        Scratch known = scratch;
        if (known == null || known.stride != Scratch.stride(width) || known.height != height) {
            if (known != null) {
                known.close();
            }
            known = new Scratch(width, height);
            scratch = known;
        }
        return known;
    }

    /** Room for rows that are longer than the frame's. */
    private static final class Scratch implements AutoCloseable {
        private final Arena arena = Arena.ofShared();
        private final int stride;
        private final int height;
        private final MemorySegment memory;

        Scratch(int width, int height) {
            this.stride = stride(width);
            this.height = height;
            this.memory = arena.allocate((long) stride * height + stride, 64);
        }

        static int stride(int width) {
            return ((width + BLOCK - 1) / BLOCK + 1) * BLOCK * 3;
        }

        void copyTo(Frame frame) {
            MemorySegment pixels = frame.pixels();
            for (int y = 0; y < height; y++) {
                MemorySegment.copy(memory, (long) y * stride, pixels, (long) y * frame.stride(), frame.stride());
            }
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    private static String name(int format) {
        var name = avutil.av_get_pix_fmt_name(format);
        return name == null ? Integer.toString(format) : name.getString();
    }

    @Override
    public void close() {
        swscale.sws_freeContext(context);
        context.setNull();
        Scratch padded = scratch;
        if (padded != null) {
            padded.close();
        }
        target.close();
        stride.close();
        address.close();
    }
}
