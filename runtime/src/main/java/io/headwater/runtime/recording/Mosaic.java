package io.headwater.runtime.recording;

import io.headwater.exchange.OpenCv;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Makes parts of pictures unrecognisable: each becomes the mean of its block. Works on a copy.
 *  <p>Ownership: native memory until closed.
 *  <p>Threading: one thread. */
final class Mosaic implements AutoCloseable {
    /** Boxes sit tight: a part of their size is added on each side. */
    private static final double MARGIN = 0.1;

    private final Scrub scrub;
    private final int width;
    private final int height;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment copy;
    private final List<Plane> planes = new ArrayList<>();

    /** @param shrink how many pixels of the picture are one of the plane, in each direction */
    private record Plane(Mat mat, int shrink) {}

    Mosaic(int width, int height, PixelFormat format, Scrub scrub) {
        this.scrub = scrub;
        this.width = width;
        this.height = height;
        this.copy = arena.allocate(format.bytes(width, height), 64);
        switch (format) {
            case BGR24 -> planes.add(new Plane(new Mat(height, width, CvType.CV_8UC3, copy.asByteBuffer()), 1));
            case GRAY8 -> planes.add(new Plane(new Mat(height, width, CvType.CV_8UC1, copy.asByteBuffer()), 1));
            case I420 -> {
                long luma = (long) width * height;
                planes.add(new Plane(new Mat(height, width, CvType.CV_8UC1, copy.asSlice(0, luma).asByteBuffer()), 1));
                planes.add(new Plane(new Mat(height / 2, width / 2, CvType.CV_8UC1, copy.asSlice(luma, luma / 4).asByteBuffer()), 2));
                planes.add(new Plane(new Mat(height / 2, width / 2, CvType.CV_8UC1, copy.asSlice(luma + luma / 4, luma / 4).asByteBuffer()), 2));
            }
        }
    }

    /** The scrubbed pixels, valid until the next call.
     *
     *  @param looked what models said of the frame */
    MemorySegment of(Frame frame, List<Passage.Looked> looked) {
        copy.copyFrom(frame.pixels());
        if (scrub.pictures() == Scrub.Pictures.PIXELATE || looked.isEmpty()) {
            blocks(new Rect(0, 0, width, height));
            return copy;
        }
        for (Passage.Looked look : looked) {
            if (!(look.inference().answer() instanceof Detections found)) {
                blocks(new Rect(0, 0, width, height)); // a model that tells no places
                return copy;
            }
            found.all().stream().filter(d -> scrub.labels().isEmpty() || scrub.labels().contains(d.label())).map(this::around).forEach(this::blocks);
        }
        return copy;
    }

    private Rect around(Detection found) {
        double dx = (found.box().x2() - found.box().x1()) * MARGIN;
        double dy = (found.box().y2() - found.box().y1()) * MARGIN;
        int grid = scrub.block();
        int left = (int) Math.max(0, Math.floor((found.box().x1() - dx) / grid) * grid);
        int top = (int) Math.max(0, Math.floor((found.box().y1() - dy) / grid) * grid);
        int right = (int) Math.min(width, Math.ceil((found.box().x2() + dx) / grid) * grid);
        int bottom = (int) Math.min(height, Math.ceil((found.box().y2() + dy) / grid) * grid);
        return new Rect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    }

    private void blocks(Rect part) {
        if (part.width == 0 || part.height == 0) {
            return;
        }
        for (Plane plane : planes) {
            int s = plane.shrink;
            Rect here = new Rect(part.x / s, part.y / s, Math.max(1, part.width / s), Math.max(1, part.height / s));
            Mat region = plane.mat.submat(here);
            Mat small = new Mat();
            Size blocks = new Size(Math.max(1, part.width / scrub.block()), Math.max(1, part.height / scrub.block()));
            Imgproc.resize(region, small, blocks, 0, 0, Imgproc.INTER_AREA);
            Imgproc.resize(small, region, region.size(), 0, 0, Imgproc.INTER_NEAREST);
            small.release();
            region.release();
        }
    }

    @Override
    public void close() {
        planes.forEach(p -> p.mat.release());
        arena.close();
    }

    static {
        OpenCv.load();
    }
}
