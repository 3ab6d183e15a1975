package io.headwater.uplink;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for the writer's next group commit. Records wait for room here, so that memory is bounded; answers of the
 *  subscriber never wait, they are bounded by what is in flight.
 *  <p>Threading: any number of threads put in; the writer alone takes out, all at once. */
final class Inbox {
    private final int maxRecords;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition filled = lock.newCondition();
    private Batch next = new Batch();
    private boolean woken;
    private boolean closed;

    Inbox(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /** Records that one caller hands in together, and what became of them. */
    record Appending(List<Draft> drafts, int weight, CompletableFuture<List<Receipt>> done) {
        static Appending of(List<Draft> drafts) {
            int weight = 0;
            for (Draft draft : drafts) {
                weight += draft.weight();
            }
            return new Appending(drafts, weight, new CompletableFuture<>());
        }
    }

    record Rejection(OutboxRecord record, Throwable reason) {}

    /** Everything that waited at one moment, in the order it came. */
    static final class Batch {
        final List<Appending> appendings = new ArrayList<>();
        final List<OutboxRecord> acknowledged = new ArrayList<>();
        final List<Rejection> rejected = new ArrayList<>();
        private int records;
        private long bytes;

        private boolean isEmpty() {
            return appendings.isEmpty() && acknowledged.isEmpty() && rejected.isEmpty();
        }
    }

    /** Hands records in; waits for room. False when the outbox is closed. */
    boolean append(Appending appending) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // one that is larger than the bounds goes in alone, else it could never
            while (!closed && next.records > 0
                    && (next.records + appending.drafts.size() > maxRecords || next.bytes + appending.weight > maxBytes)) {
                room.await();
            }
            if (closed) {
                return false;
            }
            next.appendings.add(appending);
            next.records += appending.drafts.size();
            next.bytes += appending.weight;
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void acknowledged(OutboxRecord record) {
        lock.lock();
        try {
            next.acknowledged.add(record);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    void rejected(OutboxRecord record, Throwable reason) {
        lock.lock();
        try {
            next.rejected.add(new Rejection(record, reason));
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Has the writer look again: demand has come, or gone. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** All that waits; waits for something to come, at most {@code nanos}. Empty when nothing came, or after the close. */
    Batch take(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (next.isEmpty() && !woken && !closed && left > 0) {
                left = filled.awaitNanos(left);
            }
            woken = false;
            Batch taken = next;
            next = new Batch();
            room.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more in; what is inside can still be taken out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The writer is gone: takes nothing more in, and tells those who wait. */
    void abandon(Exception reason) {
        close();
        lock.lock();
        try {
            next.appendings.forEach(a -> a.done.completeExceptionally(reason));
            next = new Batch();
        } finally {
            lock.unlock();
        }
    }

    boolean isDone() {
        lock.lock();
        try {
            return closed && next.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
