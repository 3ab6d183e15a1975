package io.headwater.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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
    private final LongSupplier ticks;
    private final LongConsumer waited;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<Entry<T>> items;
    private long bytes;
    private boolean closed;

    private record Entry<T>(T item, long bytes, long since) {}

    public BoundedQueue(int capacity, long maxBytes, Overflow overflow, ToLongFunction<T> size) {
        this(capacity, maxBytes, overflow, size, nanos -> {}, System::nanoTime);
    }

    /** @param waited told how long each item that is taken has waited, in nanoseconds; under the queue's lock
     *  @param ticks a clock that only goes on, in nanoseconds */
    public BoundedQueue(int capacity, long maxBytes, Overflow overflow, ToLongFunction<T> size, LongConsumer waited, LongSupplier ticks) {
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
        this.waited = waited;
        this.ticks = ticks;
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
                        evicted.add(removed(items.removeFirst()).item);
                    }
                    case DROP_NEWEST, FAIL -> {
                        return new Offer<>(false, evicted);
                    }
                }
            }
            if (closed) {
                return new Offer<>(false, evicted);
            }
            items.addLast(new Entry<>(item, weight, ticks.getAsLong()));
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

    private Entry<T> removed(Entry<T> entry) {
        bytes -= entry.bytes;
        return entry;
    }

    private @Nullable T first(@Nullable Predicate<? super T> which) {
        Entry<T> found = null;
        if (which == null) {
            found = items.pollFirst();
        } else {
            for (Iterator<Entry<T>> all = items.iterator(); all.hasNext() && found == null; ) {
                Entry<T> entry = all.next();
                if (which.test(entry.item)) {
                    all.remove();
                    found = entry;
                }
            }
        }
        if (found == null) {
            return null;
        }
        waited.accept(ticks.getAsLong() - found.since);
        room.signalAll(); // one large item may make room for several small ones, or for none that waits first
        return removed(found).item;
    }

    /** Waits until there is an item, which another may take then; false once the queue is closed and empty. */
    public boolean await() throws InterruptedException {
        lock.lock();
        try {
            while (items.isEmpty()) {
                if (closed) {
                    return false;
                }
                filled.await();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest item; waits for one. Null once the queue is closed and empty. */
    public @Nullable T take() throws InterruptedException {
        lock.lock();
        try {
            T item;
            while ((item = first(null)) == null) {
                if (closed) {
                    return null;
                }
                filled.await();
            }
            return item;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest item; waits for one no longer than so many nanoseconds. Null when there was none within that time, or the
     *  queue is closed and empty. */
    public @Nullable T poll(long patienceNanos) throws InterruptedException {
        return poll(patienceNanos, null);
    }

    /** The same for the oldest item of a kind; looks through what is before it.
     *
     *  @param which asked under the queue's lock; what it answers for an item that is queued is changed in {@link #lookAgain} alone */
    public @Nullable T poll(long patienceNanos, @Nullable Predicate<? super T> which) throws InterruptedException {
        long left = patienceNanos;
        lock.lock();
        try {
            T item;
            while ((item = first(which)) == null) {
                if ((closed && items.isEmpty()) || left <= 0) {
                    return null;
                }
                left = filled.awaitNanos(left);
            }
            return item;
        } finally {
            lock.unlock();
        }
    }

    /** Changes what is answered for items that are queued, and has those who wait for an item of a kind ask again. Under the queue's lock: else a
     *  search that has passed one item already could take a later one that is like it.
     *
     *  @param change must not call the queue */
    public void lookAgain(Runnable change) {
        lock.lock();
        try {
            change.run();
            filled.signalAll();
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
            List<T> all = new ArrayList<>(items.size());
            items.forEach(entry -> all.add(entry.item));
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

    /** What waits now. */
    public Backlog backlog() {
        lock.lock();
        try {
            Entry<T> oldest = items.peekFirst();
            return oldest == null ? Backlog.NONE : new Backlog(items.size(), bytes, ticks.getAsLong() - oldest.since);
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
