package io.headwater.preprocess;

import io.headwater.exchange.FramePixels;
import io.headwater.exchange.PictureSize;
import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.View;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** What is done to each picture: a part is cut out, scaled, and areas of it are blacked out. The picture that comes in is
 *  left as it is; the one that goes out knows which part of the original it shows.
 *  <p>Units: {@code crop} and {@code masks} in fractions of the picture that comes in; {@code width} and {@code height} in
 *  pixels, 0 for as it is, or, with the other one given, as the proportions ask.
 *  <p>Threading: safe. */
record Change(@Nullable Area crop, int width, int height, List<Area> masks) {
    private static final Area WHOLE = new Area(0, 0, 1, 1);

    boolean isScaling() {
        return width > 0 || height > 0;
    }

    /** The changed picture, in a new frame; null when the pool has no room now.
     *  <p>Ownership: the caller holds the new frame's lease, and keeps its own on the old one. */
    @Nullable Frame apply(Frame in, FramePool pool) {
        if (in.format() != PixelFormat.I420) {
            return packed(in, pool);
        }
        Frame colours = pool.tryTake(in.origin(), in.width(), in.height(), PixelFormat.BGR24, in.view());
        if (colours == null) {
            return null;
        }
        try {
            Mat planes = FramePixels.of(in);
            Mat target = FramePixels.of(colours);
            FramePixels.colours(planes, target);
            planes.release();
            target.release();
            return packed(colours, pool);
        } finally {
            colours.release();
        }
    }

    /** How large the picture that goes out is, for one that comes in. */
    PictureSize of(PictureSize in) {
        Pixels cut = cut(in.width(), in.height());
        return new PictureSize(toWidth(cut), toHeight(cut), in.format() == PixelFormat.I420 ? PixelFormat.BGR24 : in.format(), in.assumed() && (width == 0 || height == 0));
    }

    private Pixels cut(int inWidth, int inHeight) {
        return (crop == null ? WHOLE : crop).nearest(inWidth, inHeight);
    }

    private int toWidth(Pixels cut) {
        return width > 0 ? width : height > 0 ? proportional(cut.width(), height, cut.height()) : cut.width();
    }

    private int toHeight(Pixels cut) {
        return height > 0 ? height : width > 0 ? proportional(cut.height(), width, cut.width()) : cut.height();
    }

    private @Nullable Frame packed(Frame in, FramePool pool) {
        Pixels cut = cut(in.width(), in.height());
        int toWidth = toWidth(cut);
        int toHeight = toHeight(cut);
        View view = in.view().crop(in.width(), in.height(), cut.left(), cut.top(), cut.width(), cut.height());
        Frame out = pool.tryTake(in.origin(), toWidth, toHeight, in.format(), view);
        if (out == null) {
            return null;
        }
        try {
            if (toWidth == cut.width() && toHeight == cut.height()) {
                copy(in, cut, out);
            } else {
                scale(in, cut, out);
            }
            for (Area mask : masks) {
                blacken(out, mask.touched(in.width(), in.height()).in(cut, toWidth, toHeight));
            }
            return out;
        } catch (RuntimeException e) {
            out.release();
            throw e;
        }
    }

    private static int proportional(int side, int to, int from) {
        return (int) Math.max(1, Math.round((double) side * to / from));
    }

    private static void copy(Frame in, Pixels cut, Frame out) {
        MemorySegment from = in.pixels();
        MemorySegment to = out.pixels();
        long offset = offset(in, cut.left(), cut.top());
        if (out.stride() == in.stride()) {
            MemorySegment.copy(from, offset, to, 0, out.bytes());
            return;
        }
        for (int y = 0; y < out.height(); y++) {
            MemorySegment.copy(from, offset + (long) y * in.stride(), to, (long) y * out.stride(), out.stride());
        }
    }

    /** By area where it shrinks, else linear: what OpenCV's users expect. */
    private static void scale(Frame in, Pixels cut, Frame out) {
        int type = in.format() == PixelFormat.GRAY8 ? CvType.CV_8UC1 : CvType.CV_8UC3;
        long offset = offset(in, cut.left(), cut.top());
        long length = (long) (cut.height() - 1) * in.stride() + (long) cut.width() * in.format().bytesPerPixel();
        ByteBuffer part = in.buffer().slice(Math.toIntExact(offset), Math.toIntExact(length));
        Mat from = new Mat(cut.height(), cut.width(), type, part, in.stride());
        Mat to = new Mat(out.height(), out.width(), type, out.buffer(), out.stride());
        boolean shrinks = out.width() <= cut.width() && out.height() <= cut.height();
        Imgproc.resize(from, to, new Size(out.width(), out.height()), 0, 0, shrinks ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR);
        from.release();
        to.release();
    }

    private static void blacken(Frame frame, Pixels area) {
        MemorySegment pixels = frame.pixels();
        for (int y = area.top(); y < area.bottom(); y++) {
            pixels.asSlice(offset(frame, area.left(), y), (long) area.width() * frame.format().bytesPerPixel()).fill((byte) 0);
        }
    }

    private static long offset(Frame frame, int x, int y) {
        return (long) y * frame.stride() + (long) x * frame.format().bytesPerPixel();
    }
}
