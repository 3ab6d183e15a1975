package io.headwater.camera;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/** Ends FFmpeg's blocking calls when the camera is told to stop, or when they take too long.
 *  <p>Ownership: native code knows it by a number, not by an address, so a late question after {@link #close()} is harmless.
 *  All cameras share one native callback, since JavaCPP has only a handful to give. */
final class Interrupt implements AutoCloseable {
    private static final ConcurrentMap<Long, Interrupt> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private final StopSignal stop;
    private volatile boolean armed;
    private volatile long until;

    Interrupt(StopSignal stop) {
        this.stop = stop;
        OPEN.put(number, this);
    }

    void attach(AVFormatContext context) {
        context.interrupt_callback().callback(Asked.INSTANCE).opaque(new Number(number));
    }

    /** Calls from now on may take this long together; {@link Duration#ZERO} for no limit. */
    void arm(Duration limit) {
        until = System.nanoTime() + limit.toNanos();
        armed = !limit.isZero();
    }

    boolean isStopped() {
        return stop.isStopped();
    }

    boolean isOverdue() {
        return armed && System.nanoTime() - until > 0;
    }

    /** Waits a little for a device that has no frame yet. */
    void pause() {
        stop.await(2_000_000);
    }

    @Override
    public void close() {
        OPEN.remove(number);
    }

    /** A number that travels through native code as an address. */
    private static final class Number extends Pointer {
        Number(long value) {
            address = value;
        }
    }

    /** What FFmpeg asks from inside its blocking calls. */
    static final class Asked extends AVIOInterruptCB.Callback_Pointer {
        private static final Asked INSTANCE = new Asked();

        @Override
        public int call(Pointer opaque) {
            Interrupt interrupt = OPEN.get(opaque.address());
            return interrupt == null || interrupt.isStopped() || interrupt.isOverdue() ? 1 : 0;
        }
    }
}
