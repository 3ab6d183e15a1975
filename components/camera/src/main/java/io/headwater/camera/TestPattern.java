package io.headwater.camera;

import io.headwater.exchange.PictureSize;
import io.headwater.flow.Frame;
import io.headwater.flow.PixelFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Colour bars with a white square that moves: a camera for a route that has none yet. Every picture is computed from its
 *  number alone, so that two runs give the same pictures. */
final class TestPattern implements Pictures {
    static final double DEFAULT_FPS = 25;
    static final int DEFAULT_WIDTH = 640;
    static final int DEFAULT_HEIGHT = 480;
    /** Blue, green, red of the bars: white, yellow, cyan, green, magenta, red, blue, at three quarters. */
    private static final int[] BARS = {0xC0C0C0, 0x00C0C0, 0xC0C000, 0x00C000, 0xC000C0, 0x0000C0, 0xC00000};

    private final StopSignal stop;
    private final int width;
    private final int height;
    private final long interval;
    private final Pacer pacer;
    private final MemorySegment bar;
    private long number = -1;

    TestPattern(Settings settings, StopSignal stop) {
        this.stop = stop;
        PictureSize size = size(settings.width(), settings.height());
        this.width = size.width();
        this.height = size.height();
        this.interval = Math.round(1e9 / (settings.fps() == 0 ? DEFAULT_FPS : settings.fps()));
        this.pacer = new Pacer(stop);
        this.bar = row(width);
    }

    /** How large its pictures are; 0 for what is usual. */
    static PictureSize size(int width, int height) {
        return new PictureSize(width == 0 ? 640 : width, height == 0 ? 480 : height, PixelFormat.BGR24, false);
    }

    private static MemorySegment row(int width) {
        byte[] row = new byte[width * 3];
        for (int x = 0; x < width; x++) {
            int colour = BARS[x * BARS.length / width];
            row[3 * x] = (byte) (colour >> 16);
            row[3 * x + 1] = (byte) (colour >> 8);
            row[3 * x + 2] = (byte) colour;
        }
        return MemorySegment.ofArray(row);
    }

    @Override
    public Next next() throws CaptureException {
        number++;
        if (!pacer.await(number * interval) || stop.isStopped()) {
            throw new CaptureException(CaptureException.Cause.STOPPED, "stopped");
        }
        return Next.PICTURE;
    }

    @Override
    public Picture picture() {
        return new Drawing(number);
    }

    /** One of them, by its number. */
    private final class Drawing implements Picture {
        private final long which;

        Drawing(long which) {
            this.which = which;
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public boolean decode() {
            return true;
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public int height() {
            return height;
        }

        @Override
        public PixelFormat format() {
            return PixelFormat.BGR24;
        }

        @Override
        public void copyTo(Frame frame) {
            MemorySegment pixels = frame.pixels();
            for (int y = 0; y < height; y++) {
                MemorySegment.copy(bar, ValueLayout.JAVA_BYTE, 0, pixels, ValueLayout.JAVA_BYTE, (long) y * frame.stride(), frame.stride());
            }
            int side = Math.max(1, Math.min(width, height) / 6);
            int left = swing(which * 4, width - side);
            int top = swing(which * 3, height - side);
            for (int y = top; y < top + side; y++) {
                pixels.asSlice((long) y * frame.stride() + 3L * left, 3L * side).fill((byte) 255);
            }
        }

        @Override
        public void close() {}
    }

    /** There and back between 0 and {@code room}. */
    static int swing(long way, int room) {
        if (room <= 0) {
            return 0;
        }
        int at = (int) (way % (2L * room));
        return at <= room ? at : 2 * room - at;
    }

    @Override
    public long timeNanos() {
        return number * interval;
    }

    @Override
    public long nominalNanos() {
        return interval;
    }

    @Override
    public boolean isFinite() {
        return false;
    }

    @Override
    public boolean rewind() {
        number = -1;
        return true;
    }

    @Override
    public void close() {}
}
