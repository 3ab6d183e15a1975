package io.headwater.uplink;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells when nothing is in flight any more and nothing new goes out, for a stop without duplicates.
 *  <p>Threading: the writer reports, any thread waits. */
final class Calm {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition reached = lock.newCondition();
    private volatile boolean wanted;
    private volatile int inFlight;
    private boolean seen;

    /** From the writer's next turn on nothing is offered. */
    void want() {
        wanted = true;
    }

    boolean wanted() {
        return wanted;
    }

    int inFlight() {
        return inFlight;
    }

    /** The writer begins a turn, and heeds {@link #wanted}. */
    void turn(int nowInFlight) {
        inFlight = nowInFlight;
        if (wanted) {
            lock.lock();
            try {
                seen = true;
                signal();
            } finally {
                lock.unlock();
            }
        }
    }

    void inFlight(int now) {
        inFlight = now;
        if (wanted && now == 0) {
            lock.lock();
            try {
                signal();
            } finally {
                lock.unlock();
            }
        }
    }

    private void signal() {
        if (seen && inFlight == 0) {
            reached.signalAll();
        }
    }

    boolean await(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!(seen && inFlight == 0)) {
                if (left <= 0) {
                    return false;
                }
                left = reached.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
