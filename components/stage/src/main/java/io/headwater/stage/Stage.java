package io.headwater.stage;

import io.headwater.flow.Account;
import io.headwater.flow.Backlog;
import io.headwater.flow.BoundedQueue;
import io.headwater.flow.Fate;
import io.headwater.flow.Ledger;
import io.headwater.flow.Overflow;
import io.headwater.flow.Unit;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One bounded queue with a name and a book of its own, {@code stage/<name>}: an item enters when it is given, and passes when
 *  the reading route takes it. In flight is what is queued, and what waits for room.
 *  <p>Ownership: cargo belongs to the stage from the moment it is given until it is taken; what is dropped is
 *  {@link Cargo#discard discarded}.
 *  <p>Threading: any number of writers and of threads that take. */
final class Stage<T extends Cargo> {
    /** How the stage's book counts what it drops. */
    static final String OLDEST = "oldest";
    static final String FULL = "full";
    static final String STOPPED = "stopped";
    static final String LATE = "late";
    private static final Logger LOG = LoggerFactory.getLogger(Stage.class);
    private static final long LOOK_UP_NANOS = 100_000_000;
    private static final int READS = 25;
    private static final long READ_PAUSE_NANOS = 4_000_000;

    private final String name;
    private final Account account;
    private final AtomicLong offering = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock oneByOne = new ReentrantLock();
    private volatile @Nullable BoundedQueue<T> queue;
    private @Nullable Settings settings;
    private final Set<Writer<T>> writers = new HashSet<>();
    private volatile @Nullable Reading<T> reader;
    private volatile boolean warned;
    private volatile boolean closed;

    Stage(String name, Ledger ledger) {
        this.name = name;
        this.account = ledger.account("stage", name, "stage", Unit.ITEMS);
        account.queue(this::backlog);
        ledger.equation(account, "in flight = queued + waiting for room", () -> settled(() -> account.book().inFlight() - size() - offering.get()));
    }

    /** The first 0 of a few reads, else the last: items move while it is read. */
    private static long settled(LongSupplier difference) {
        long last = difference.getAsLong();
        for (int i = 1; i < READS && last != 0; i++) {
            LockSupport.parkNanos(READ_PAUSE_NANOS);
            last = difference.getAsLong();
        }
        return last;
    }

    String name() {
        return name;
    }

    Account account() {
        return account;
    }

    int size() {
        BoundedQueue<T> now = queue;
        return now == null ? 0 : now.size();
    }

    private Backlog backlog() {
        BoundedQueue<T> now = queue;
        return now == null ? Backlog.NONE : now.backlog();
    }

    /** A step will write into the stage.
     *  <p>Errors: {@link IllegalArgumentException} when the stage is in use with other settings. */
    void enter(Writer<T> writer, Settings wanted) {
        lock.lock();
        try {
            BoundedQueue<T> now = queue;
            if (now == null || !wanted.equals(settings)) {
                if (now != null && (!writers.isEmpty() || now.size() > 0)) {
                    throw new IllegalArgumentException("stage " + name + " has " + settings + " by another step, and here " + wanted
                            + ": all steps that write into a stage say the same");
                }
                queue = new BoundedQueue<>(wanted.capacity(), wanted.maxBytes(), wanted.overflow(), Cargo::bytes, account::waited, System::nanoTime);
                settings = wanted;
            }
            writers.add(writer);
        } finally {
            lock.unlock();
        }
    }

    /** The step writes no more. */
    void leave(Writer<T> writer) {
        lock.lock();
        try {
            writers.remove(writer);
        } finally {
            lock.unlock();
        }
        dropWhenForsaken();
    }

    /** A route starts to read.
     *  <p>Errors: {@link IllegalArgumentException} when another does already. */
    void read(Reading<T> route) {
        lock.lock();
        try {
            Reading<T> other = reader;
            if (other != null) {
                throw new IllegalArgumentException("stage " + name + " is read by route " + other.route() + ", and here by route " + route.route()
                        + ": one route reads a stage; raise its workers, or use another stage");
            }
            reader = route;
            warned = false;
        } finally {
            lock.unlock();
        }
    }

    /** The reading route reads no more. */
    void unread() {
        reader = null;
        dropWhenForsaken();
    }

    /** The route that reads; null when none does. */
    @Nullable Reading<T> reader() {
        return reader;
    }

    /** Whether all routes that write have drained. */
    boolean isDone() {
        lock.lock();
        try {
            return writers.stream().allMatch(Writer::isDone);
        } finally {
            lock.unlock();
        }
    }

    /** Nobody writes and nobody reads: what is left has nowhere to go. */
    private void dropWhenForsaken() {
        lock.lock();
        try {
            if (writers.isEmpty() && reader == null) {
                clear();
            }
        } finally {
            lock.unlock();
        }
    }

    private void clear() {
        BoundedQueue<T> now = queue;
        if (now != null) {
            now.clear().forEach(item -> drop(item, STOPPED));
        }
    }

    /** Gives an item to the stage, whatever then becomes of it there.
     *
     *  @param entered told when the item is in the stage's book
     *  @param givesUp whether one who waits for room should wait no longer
     *  <p>Errors: {@link StageFullException} with {@link Overflow#FAIL} and no room: the item is the caller's still. */
    void give(T item, Runnable entered, BooleanSupplier givesUp) {
        BoundedQueue<T> now = queue;
        if (now == null) {
            throw new IllegalStateException("nobody has opened stage " + name);
        }
        offering.incrementAndGet();
        try {
            if (now.overflow() == Overflow.FAIL) {
                giveOrFail(now, item, entered);
            } else {
                give(now, item, entered, givesUp);
            }
        } finally {
            offering.decrementAndGet();
        }
    }

    private void giveOrFail(BoundedQueue<T> now, T item, Runnable entered) {
        oneByOne.lock(); // those who take make room only, so what is not full here is not full a line later
        try {
            Settings limits = settings;
            int items = now.size();
            long bytes = now.bytes();
            if (limits != null && (items >= limits.capacity() || (items > 0 && bytes + item.bytes() > limits.maxBytes()))) {
                warnWhenUnread();
                throw new StageFullException(name, items, bytes, item.bytes(), limits);
            }
            give(now, item, entered, () -> true);
        } finally {
            oneByOne.unlock();
        }
    }

    private void give(BoundedQueue<T> now, T item, Runnable entered, BooleanSupplier givesUp) {
        account.entered();
        entered.run();
        BoundedQueue.Offer<T> offer;
        try {
            while ((offer = now.offer(item, LOOK_UP_NANOS)) == null) {
                warnWhenUnread();
                if (givesUp.getAsBoolean()) {
                    drop(item, STOPPED);
                    return;
                }
            }
        } catch (InterruptedException e) {
            drop(item, STOPPED);
            Thread.currentThread().interrupt();
            return;
        }
        for (T old : offer.evicted()) {
            warnWhenUnread();
            drop(old, OLDEST);
        }
        if (!offer.accepted()) {
            warnWhenUnread();
            drop(item, closed ? STOPPED : FULL);
        }
    }

    private void warnWhenUnread() {
        if (reader == null && !warned && !closed) {
            warned = true;
            LOG.warn("stage {} is full and no route reads it: add a route that starts with it, from: uri: stage, parameters: name: {}", name, name);
        }
    }

    private void drop(T item, String reason) {
        item.discard(reason.equals(STOPPED));
        account.settle(Fate.dropped(reason));
        account.left();
    }

    /** The oldest item, or the oldest of a kind, which stays in the stage's book until it {@link #passed} or is {@link #late}; null when
     *  there was none for a moment.
     *
     *  @param which as in {@link BoundedQueue#poll(long, Predicate)} */
    @Nullable T poll(@Nullable Predicate<? super T> which) throws InterruptedException {
        BoundedQueue<T> now = queue;
        if (now == null) {
            LockSupport.parkNanos(LOOK_UP_NANOS); // no writer has started yet
            return null;
        }
        return now.poll(LOOK_UP_NANOS, which);
    }

    /** Changes which items may be taken, and has those who wait for one look again. */
    void lookAgain(Runnable change) {
        BoundedQueue<T> now = queue;
        if (now == null) {
            change.run();
        } else {
            now.lookAgain(change);
        }
    }

    /** An item that was taken is too late for work to be spent on it. */
    void late(T item) {
        drop(item, LATE);
    }

    /** An item that was taken is handed to the reading route. */
    void passed() {
        account.settle(Fate.PASSED);
        account.left();
    }

    /** The host ends: whoever waits gives up, and what is left is dropped. */
    void close() {
        closed = true;
        BoundedQueue<T> now = queue;
        if (now != null) {
            now.close();
        }
        clear();
    }
}
