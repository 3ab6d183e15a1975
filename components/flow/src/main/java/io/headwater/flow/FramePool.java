package io.headwater.flow;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The memory that frames live in, outside the Java heap, with a hard limit in bytes.
 *  <p>Units: bytes of pixels; a slot is rounded up to 4 KiB.
 *  <p>Ownership: a frame's memory comes back with its last lease, or, when a step lost the frame, once the garbage
 *  collector has found it; {@link #lost()} counts those.
 *  <p>Fairness: sources that {@link #join} share it by weight, as {@link FrameShares} says; whose picture a frame shows, that source
 *  has it, whatever step made it.
 *  <p>Errors: a full pool is a result ({@code null}, or a wait), never an exception; a single picture larger than the
 *  whole pool is an {@link IllegalArgumentException}, since waiting would not help. */
public final class FramePool implements AutoCloseable {
    private static final long PAGE = 4096;
    private static final Cleaner CLEANER = Cleaner.create(Thread.ofPlatform().daemon().name("frame-pool/lost").factory());

    private final long limit;
    private final boolean strict;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final Map<Long, ArrayDeque<Slot>> free = new HashMap<>();
    private final FrameShares shares;
    private final LongAdder lost = new LongAdder();
    private long allocated;
    private long used;
    private int frames;
    private boolean closed;

    public FramePool(long limitBytes) {
        this(limitBytes, Boolean.getBoolean("headwater.frames.strict"));
    }

    /** @param strict also invalidates every segment of a frame at its last release, so that a stale segment throws; for
     *      tests, since it costs a thread handshake a frame */
    public FramePool(long limitBytes, boolean strict) {
        this(limitBytes, strict, System::nanoTime);
    }

    FramePool(long limitBytes, boolean strict, LongSupplier ticks) {
        if (limitBytes < PAGE) {
            throw new IllegalArgumentException("headwater.memory.frames is " + limitBytes + " bytes, must be at least " + PAGE);
        }
        this.limit = limitBytes;
        this.strict = strict;
        this.shares = new FrameShares(limitBytes, ticks);
    }

    /** A source that takes frames runs from now on: a part of the memory is kept for it.
     *
     *  @param source as its frames name it
     *  @param weight its part beside others' */
    public Membership join(String source, int weight) {
        lock.lock();
        try {
            shares.join(source, weight);
        } finally {
            lock.unlock();
        }
        return new Membership(source);
    }

    /** Ends when the source does. Ending it twice is harmless. */
    public final class Membership implements AutoCloseable {
        private final String source;
        private boolean ended;

        private Membership(String source) {
            this.source = source;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (!ended) {
                    ended = true;
                    shares.leave(source);
                    freed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Whether memory is short beyond the pool. While it is, no source has more than is kept for it, and memory that no frame uses
     *  goes back to the system. */
    public void tighten(boolean tight) {
        lock.lock();
        try {
            shares.tighten(tight);
            if (tight) {
                evict(Long.MAX_VALUE);
            } else {
                freed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Bytes leased now of one source's frames. */
    public long used(String source) {
        lock.lock();
        try {
            return shares.used(source);
        } finally {
            lock.unlock();
        }
    }

    /** A new frame with one lease, or null when the limit does not allow it now. */
    public @Nullable Frame tryTake(Origin origin, int width, int height, PixelFormat format, View view) {
        long size = slotSize(width, height, format);
        lock.lock();
        try {
            Slot slot = slot(origin.source(), size);
            return slot == null ? null : frame(slot, origin, width, height, format, view);
        } finally {
            lock.unlock();
        }
    }

    /** A new frame with one lease; waits until there is room. */
    public Frame take(Origin origin, int width, int height, PixelFormat format, View view) throws InterruptedException {
        long size = slotSize(width, height, format);
        lock.lock();
        try {
            Slot slot = slot(origin.source(), size);
            while (slot == null) {
                if (!freed.await(1, TimeUnit.SECONDS)) {
                    System.gc(); // frames that a step lost only come back this way
                }
                slot = slot(origin.source(), size);
            }
            return frame(slot, origin, width, height, format, view);
        } finally {
            lock.unlock();
        }
    }

    private long slotSize(int width, int height, PixelFormat format) {
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException("a frame of " + width + "x" + height + " has no pixels");
        }
        long bytes = format.bytes(width, height);
        long size = (bytes + PAGE - 1) / PAGE * PAGE;
        if (size > limit) {
            throw new IllegalArgumentException("a frame of " + width + "x" + height + " " + format + " takes " + bytes
                    + " bytes, the pool has " + limit + ": raise headwater.memory.frames or use smaller pictures");
        }
        return size;
    }

    private @Nullable Slot slot(String source, long size) {
        if (closed) {
            throw new IllegalStateException("the frame pool is closed");
        }
        if (!shares.allows(source, size, used)) {
            return null;
        }
        ArrayDeque<Slot> same = free.get(size);
        Slot slot = same == null ? null : same.pollLast();
        if (slot == null) {
            if (allocated + size > limit) {
                evict(allocated + size - limit);
            }
            if (allocated + size > limit) {
                return null;
            }
            slot = new Slot(size);
            allocated += size;
        }
        used += size;
        shares.took(source, size);
        frames++;
        return slot;
    }

    private void evict(long bytes) {
        long gone = 0;
        for (ArrayDeque<Slot> slots : free.values()) {
            Slot slot;
            while (gone < bytes && (slot = slots.pollLast()) != null) {
                gone += slot.size;
                slot.arena.close();
            }
        }
        allocated -= gone;
        free.values().removeIf(ArrayDeque::isEmpty);
    }

    private Frame frame(Slot slot, Origin origin, int width, int height, PixelFormat format, View view) {
        Loan loan = new Loan(this, slot, origin.source(), format.bytes(width, height), strict);
        Frame frame = new Frame(origin, width, height, format, view, loan);
        loan.guard = CLEANER.register(frame, loan::lost);
        return frame;
    }

    private void giveBack(Slot slot, String source) {
        lock.lock();
        try {
            used -= slot.size;
            shares.gaveBack(source, slot.size);
            frames--;
            if (closed) {
                allocated -= slot.size;
                slot.arena.close();
            } else {
                free.computeIfAbsent(slot.size, s -> new ArrayDeque<>()).addLast(slot);
            }
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The hard limit, in bytes. */
    public long limit() {
        return limit;
    }

    /** Bytes leased now. */
    public long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes taken from the operating system, leased or kept for reuse; at most {@link #limit()}. */
    public long allocated() {
        lock.lock();
        try {
            return allocated;
        } finally {
            lock.unlock();
        }
    }

    /** Frames leased now. */
    public int frames() {
        lock.lock();
        try {
            return frames;
        } finally {
            lock.unlock();
        }
    }

    /** Frames that were dropped without a release and came back through the garbage collector: each is a fault in a step. */
    public long lost() {
        return lost.sum();
    }

    /** Gives the free memory back to the system; leased frames stay valid and give theirs back with their last lease. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            evict(Long.MAX_VALUE);
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Memory of one size, used by one frame after the other. */
    private static final class Slot {
        final long size;
        final Arena arena = Arena.ofShared();
        final MemorySegment memory;
        final ByteBuffer buffer;

        Slot(long size) {
            this.size = size;
            this.memory = arena.allocate(size, 64);
            this.buffer = memory.asByteBuffer();
        }
    }

    /** The count of leases on one slot for one frame; refers to the slot, never to the frame, so that a lost frame is found. */
    static final class Loan {
        private final FramePool pool;
        private final Slot slot;
        private final String source;
        private final long bytes;
        private final @Nullable Arena lifetime;
        private final MemorySegment segment;
        private final AtomicInteger leases = new AtomicInteger(1);
        private Cleaner.@Nullable Cleanable guard;

        Loan(FramePool pool, Slot slot, String source, long bytes, boolean strict) {
            this.pool = pool;
            this.slot = slot;
            this.source = source;
            this.bytes = bytes;
            this.lifetime = strict ? Arena.ofShared() : null;
            this.segment = lifetime == null ? slot.memory.asSlice(0, bytes) : slot.memory.asSlice(0, bytes).reinterpret(lifetime, null);
        }

        MemorySegment segment(Frame frame) {
            if (leases.get() <= 0) {
                throw released(frame);
            }
            return segment;
        }

        ByteBuffer buffer(Frame frame) {
            if (leases.get() <= 0) {
                throw released(frame);
            }
            return lifetime == null ? slot.buffer.slice(0, Math.toIntExact(bytes)) : segment.asByteBuffer();
        }

        void retain(Frame frame) {
            int now;
            do {
                now = leases.get();
                if (now <= 0) {
                    throw released(frame);
                }
            } while (!leases.compareAndSet(now, now + 1));
        }

        void release(Frame frame) {
            int left = leases.decrementAndGet();
            if (left < 0) {
                leases.incrementAndGet();
                throw released(frame);
            }
            if (left == 0) {
                Cleaner.Cleanable cleanable = guard;
                if (cleanable != null) {
                    cleanable.clean(); // runs lost() once, which sees that the last lease was given back properly
                }
            }
        }

        boolean isReleased() {
            return leases.get() <= 0;
        }

        private void lost() {
            boolean nobodyReleasedIt = leases.getAndSet(0) > 0;
            if (lifetime != null) {
                lifetime.close();
            }
            pool.giveBack(slot, source);
            if (nobodyReleasedIt) {
                pool.lost.increment(); // last, so that who sees it sees the memory back
            }
        }

        private static IllegalStateException released(Frame frame) {
            return new IllegalStateException("frame " + frame.source() + " #" + frame.sequence()
                    + " was released: take a lease with retain() before handing it on");
        }
    }
}
