package io.headwater.contract;

import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Origin;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.View;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.time.Instant;

/** Makes pictures with a pattern that can be checked again: each byte follows from its place and the picture's sequence.
 *  <p>Units: event times start at 2026-01-01T00:00:00Z and go on by {@code step}.
 *  <p>Ownership: who asks for a frame holds its first lease. */
public final class Pictures {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final FramePool pool;
    private final String source;
    private final int width;
    private final int height;
    private final PixelFormat format;
    private final Duration step;

    public Pictures(FramePool pool) {
        this(pool, "test", 32, 24, PixelFormat.BGR24, Duration.ofMillis(100));
    }

    public Pictures(FramePool pool, String source, int width, int height, PixelFormat format, Duration step) {
        this.pool = pool;
        this.source = source;
        this.width = width;
        this.height = height;
        this.format = format;
        this.step = step;
    }

    /** Picture {@code sequence}; its pattern, origin and times are the same whenever it is made. */
    public Frame frame(long sequence) {
        Instant at = START.plus(step.multipliedBy(sequence));
        Frame frame = pool.tryTake(new Origin(source, 0, sequence, at, at), width, height, format, View.whole(width, height));
        if (frame == null) {
            throw new AssertionError("the frame pool is full: " + pool.frames() + " frames, " + pool.used() + " of " + pool.limit() + " bytes");
        }
        MemorySegment pixels = frame.pixels();
        for (long i = 0; i < frame.bytes(); i++) {
            pixels.set(ValueLayout.JAVA_BYTE, i, pixel(sequence, i));
        }
        return frame;
    }

    /** Whether a frame has the pattern of its sequence still; reads every byte.
     *  <p>Errors: {@link IllegalStateException} when the frame was released. */
    public static boolean isIntact(Frame frame) {
        MemorySegment pixels = frame.pixels();
        for (long i = 0; i < frame.bytes(); i++) {
            if (pixels.get(ValueLayout.JAVA_BYTE, i) != pixel(frame.sequence(), i)) {
                return false;
            }
        }
        return true;
    }

    private static byte pixel(long sequence, long place) {
        return (byte) (sequence * 31 + place * 7);
    }
}
