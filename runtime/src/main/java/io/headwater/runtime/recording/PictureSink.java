package io.headwater.runtime.recording;

import io.headwater.camera.VideoWriter;
import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Writes frames as a video, in the order of their source, each at the millisecond of its event time: cut off, so that it stays within its window.
 *  <p>Ownership: gives each frame's lease back when it is written, or is not. */
final class PictureSink implements Sink {
    private final Path file;
    private final int quality;
    private final Scrub scrub;
    private final int depth;
    private final Listener listener;
    /** Several are worked on side by side, and may end in another order. */
    private final PriorityQueue<Passage> waiting = new PriorityQueue<>(Comparator.comparingLong(p -> p.frame().sequence()));
    private @Nullable VideoWriter writer;
    private @Nullable Mosaic mosaic;
    private int width;
    private int height;
    private @Nullable PixelFormat format;
    private long begin;
    private long last = -1;

    /** @param depth how many frames wait for those before them */
    PictureSink(Path file, int quality, Scrub scrub, int depth, Listener listener) {
        this.file = file;
        this.quality = quality;
        this.scrub = scrub;
        this.depth = depth;
        this.listener = listener;
    }

    @Override
    public void write(Passage item) throws IOException {
        waiting.add(item);
        if (waiting.size() > depth) {
            next();
        }
    }

    private void next() throws IOException {
        Passage item = waiting.remove();
        Frame frame = item.frame();
        try {
            if (writer == null) {
                begin(frame);
            }
            if (frame.width() != width || frame.height() != height || frame.format() != format) {
                listener.missed("another size");
            } else if (frame.sequence() <= last) {
                listener.missed("too late");
            } else {
                last = frame.sequence();
                Objects.requireNonNull(writer).write(pixels(item, frame), frame.eventTime().toEpochMilli() - begin);
                listener.written(item);
            }
        } finally {
            frame.release();
        }
    }

    private void begin(Frame frame) throws IOException {
        width = frame.width();
        height = frame.height();
        format = frame.format();
        begin = frame.eventTime().toEpochMilli();
        writer = VideoWriter.open(file, width, height, format, quality);
        mosaic = scrub.changesPictures() ? new Mosaic(width, height, format, scrub) : null;
    }

    private MemorySegment pixels(Passage item, Frame frame) {
        return mosaic == null ? frame.pixels() : mosaic.of(frame, item.looked());
    }

    @Override
    public long bytes() {
        return writer == null ? 0 : writer.bytes();
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        try {
            while (!waiting.isEmpty()) {
                next();
            }
        } finally {
            waiting.forEach(p -> {
                p.frame().release();
                listener.missed("disk");
            });
            waiting.clear();
            if (mosaic != null) {
                mosaic.close();
            }
            if (writer != null) {
                writer.close();
            }
        }
    }
}
