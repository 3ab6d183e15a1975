package io.headwater.flow;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;

/** One picture: pixels off the heap, borrowed from a {@link FramePool}, with where and when it was taken.
 *  <p>Shape: {@code height} rows of {@code width} pixels of {@link #format()}, without padding.
 *  <p>Ownership: leased. A new frame holds one lease; {@link #retain()} adds one, {@link #release()} gives one back, and
 *  with the last the memory returns to the pool. Who creates a frame fills it before handing it on; after that its pixels
 *  are read only. Segments and buffers got from a frame must not be kept beyond the lease.
 *  <p>Threading: leases may be taken and given back on any thread.
 *  <p>Errors: {@link IllegalStateException} when pixels are asked for, or a lease taken or given back, after the last
 *  release. A frame that is lost without a release is found by the garbage collector and counted by the pool. */
public final class Frame {
    private final Origin origin;
    private final int width;
    private final int height;
    private final PixelFormat format;
    private final View view;
    private final FramePool.Loan loan;

    Frame(Origin origin, int width, int height, PixelFormat format, View view, FramePool.Loan loan) {
        this.origin = Objects.requireNonNull(origin, "origin");
        this.width = width;
        this.height = height;
        this.format = format;
        this.view = view;
        this.loan = loan;
    }

    public Origin origin() {
        return origin;
    }

    public String source() {
        return origin.source();
    }

    public long sequence() {
        return origin.sequence();
    }

    public Instant eventTime() {
        return origin.eventTime();
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public PixelFormat format() {
        return format;
    }

    /** Which part of the camera's picture this frame shows. */
    public View view() {
        return view;
    }

    /** Bytes of one row of the first plane. */
    public int stride() {
        return width * format.bytesPerPixel();
    }

    /** Bytes of the whole picture. */
    public long bytes() {
        return format.bytes(width, height);
    }

    /** The pixels; valid while a lease is held. */
    public MemorySegment pixels() {
        return loan.segment(this);
    }

    /** The pixels as a direct buffer, as native libraries take them; valid while a lease is held. */
    public ByteBuffer buffer() {
        return loan.buffer(this);
    }

    /** Takes one more lease and returns this frame. */
    public Frame retain() {
        loan.retain(this);
        return this;
    }

    /** Gives one lease back. */
    public void release() {
        loan.release(this);
    }

    public boolean isReleased() {
        return loan.isReleased();
    }

    @Override
    public String toString() {
        return "Frame[" + origin.source() + " #" + origin.epoch() + "/" + origin.sequence() + " " + width + "x" + height + " "
                + format + (isReleased() ? " released" : "") + "]";
    }
}
