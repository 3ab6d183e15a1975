package io.headwater.camera;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a capture thread to stop, and wakes it from its waits.
 *  <p>Threading: safe. */
final class StopSignal {
    private final CountDownLatch latch = new CountDownLatch(1);

    void stop() {
        latch.countDown();
    }

    boolean isStopped() {
        return latch.getCount() == 0;
    }

    /** Waits; true when told to stop meanwhile. */
    boolean await(long nanos) {
        if (nanos <= 0) {
            return isStopped();
        }
        try {
            return latch.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
