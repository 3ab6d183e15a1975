package io.headwater.uplink;

import io.headwater.exchange.StateStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

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
    private int heldRecords;
    private long heldBytes;
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

        boolean sharesALane(Appending other) {
            return drafts.stream().anyMatch(d -> other.drafts.stream().anyMatch(o -> o.lane().equals(d.lane())));
        }
    }

    /** @param forGood whether the broker will never take it */
    record Rejection(OutboxRecord record, Throwable reason, boolean forGood) {
        private static final int MOST_TEXT = 500;

        /** The reason, as a person reads it later. */
        String text() {
            String text = reason.getClass().getSimpleName() + (reason.getMessage() == null ? "" : ": " + reason.getMessage());
            return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
        }
    }

    /** Something that a person wants done to the rows, within a transaction of the writer. */
    record Errand(Work work, CompletableFuture<Integer> done) {
        interface Work {
            int run(Chores chores) throws SQLException;
        }
    }

    /** Everything that waited at one moment, in the order it came. */
    static final class Batch {
        final List<Appending> appendings = new ArrayList<>();
        final List<OutboxRecord> acknowledged = new ArrayList<>();
        final List<Rejection> rejected = new ArrayList<>();
        final List<Errand> errands = new ArrayList<>();
        final Map<StateStore.Changes, Savings.Saving> savings = new LinkedHashMap<>();
        private int records;
        private long bytes;

        /** Tells all who wait for an answer and have none. */
        void fail(Exception reason) {
            appendings.forEach(a -> a.done.completeExceptionally(reason));
            errands.forEach(e -> e.done.completeExceptionally(reason));
            savings.values().forEach(s -> s.fail(reason));
        }

        private boolean isEmpty() {
            return appendings.isEmpty() && acknowledged.isEmpty() && rejected.isEmpty() && errands.isEmpty() && savings.isEmpty();
        }
    }

    /** Hands records in; waits for room. False when the outbox is closed. */
    boolean append(Appending appending) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // one that is larger than the bounds goes in alone, else it could never
            while (!closed && next.records + heldRecords > 0
                    && (next.records + heldRecords + appending.drafts.size() > maxRecords || next.bytes + heldBytes + appending.weight > maxBytes)) {
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

    void rejected(Rejection rejection) {
        lock.lock();
        try {
            next.rejected.add(rejection);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** False when the outbox is closed. */
    boolean errand(Errand errand) {
        lock.lock();
        try {
            if (!closed) {
                next.errands.add(errand);
                filled.signal();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Has the writer keep what a step knows; never waits. Null when the outbox is closed. */
    @Nullable CompletableFuture<Void> save(StateStore.Changes changes) {
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            CompletableFuture<Void> asked = new CompletableFuture<>();
            next.savings.computeIfAbsent(changes, c -> new Savings.Saving(c, new ArrayList<>())).asked().add(asked);
            filled.signal();
            return asked;
        } finally {
            lock.unlock();
        }
    }

    /** What the writer still holds, since there is no room for it on disk: it counts as what waits here. */
    void held(int records, long bytes) {
        lock.lock();
        try {
            heldRecords = records;
            heldBytes = bytes;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int heldRecords() {
        lock.lock();
        try {
            return heldRecords;
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
            next.fail(reason);
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
