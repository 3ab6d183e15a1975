package io.headwater.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A first-in first-out queue, bounded in items and in bytes, that says what it did with each offer.
 *  <p>Units: {@code capacity} in items, {@code maxBytes} in bytes as {@code size} tells them. An item larger than
 *  {@code maxBytes} is let in alone, else it could never pass.
 *  <p>Ownership: an item that was taken in belongs to the queue until it is taken out; one that was not, or that made room,
 *  is handed back in the {@link Offer}.
 *  <p>Threading: any number of threads on both ends. */
public final class BoundedQueue<T> {
    private final int capacity;
    private final long maxBytes;
    private final Overflow overflow;
    private final ToLongFunction<T> size;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<T> items;
    private long bytes;
    private boolean closed;

    public BoundedQueue(int capacity, long maxBytes, Overflow overflow, ToLongFunction<T> size) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + ", must be at least 1");
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + ", must be at least 1");
        }
        this.capacity = capacity;
        this.maxBytes = maxBytes;
        this.overflow = overflow;
        this.size = size;
        this.items = new ArrayDeque<>(Math.min(capacity, 1024));
    }

    /** What became of an offer.
     *
     *  @param accepted whether the new item is in the queue
     *  @param evicted older items that made room, oldest first */
    public record Offer<T>(boolean accepted, List<T> evicted) {}

    /** Offers an item; with {@link Overflow#BLOCK} waits for room. A closed queue accepts nothing. */
    public Offer<T> offer(T item) throws InterruptedException {
        return Objects.requireNonNull(offer(item, Long.MAX_VALUE)); // nobody waits 292 years
    }

    /** The same, but waits no longer than so many nanoseconds; null when there was no room within that time. */
    public @Nullable Offer<T> offer(T item, long patienceNanos) throws InterruptedException {
        long weight = size.applyAsLong(item);
        long left = patienceNanos;
        lock.lock();
        try {
            List<T> evicted = List.of();
            while (!closed && isFull(weight)) {
                switch (overflow) {
                    case BLOCK -> {
                        if (left <= 0) {
                            return null;
                        }
                        left = room.awaitNanos(left);
                    }
                    case DROP_OLDEST -> {
                        if (evicted.isEmpty()) {
                            evicted = new ArrayList<>(1);
                        }
                        evicted.add(remove());
                    }
                    case DROP_NEWEST, FAIL -> {
                        return new Offer<>(false, evicted);
                    }
                }
            }
            if (closed) {
                return new Offer<>(false, evicted);
            }
            items.addLast(item);
            bytes += weight;
            filled.signal();
            return new Offer<>(true, evicted);
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull(long weight) {
        return items.size() >= capacity || (!items.isEmpty() && bytes + weight > maxBytes);
    }

    private T remove() {
        T item = items.removeFirst();
        bytes -= size.applyAsLong(item);
        return item;
    }

    /** The oldest item; waits for one. Null once the queue is closed and empty. */
    public @Nullable T take() throws InterruptedException {
        lock.lock();
        try {
            while (items.isEmpty()) {
                if (closed) {
                    return null;
                }
                filled.await();
            }
            T item = remove();
            room.signalAll(); // one large item may make room for several small ones, or for none that waits first
            return item;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest item; waits for one no longer than so many nanoseconds. Null when there was none within that time, or the
     *  queue is closed and empty. */
    public @Nullable T poll(long patienceNanos) throws InterruptedException {
        long left = patienceNanos;
        lock.lock();
        try {
            while (items.isEmpty()) {
                if (closed || left <= 0) {
                    return null;
                }
                left = filled.awaitNanos(left);
            }
            T item = remove();
            room.signalAll(); // one large item may make room for several small ones, or for none that waits first
            return item;
        } finally {
            lock.unlock();
        }
    }

    /** Accepts nothing more; what is inside can still be taken. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes everything out at once, oldest first. */
    public List<T> clear() {
        lock.lock();
        try {
            List<T> all = new ArrayList<>(items);
            items.clear();
            bytes = 0;
            room.signalAll();
            return all;
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return items.size();
        } finally {
            lock.unlock();
        }
    }

    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    public int capacity() {
        return capacity;
    }

    public Overflow overflow() {
        return overflow;
    }
}
