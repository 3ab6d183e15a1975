package io.headwater.runtime.oci;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a stream that has given nothing for too long, so that whoever reads it goes on.
 *  <p>Threading: {@link #renew} by the reader. */
final class Patience implements AutoCloseable {
    private final Thread watch;
    private volatile long last = System.nanoTime();

    Patience(InputStream stream, Duration most) {
        watch = Thread.ofVirtual().name("patience").start(() -> {
            try {
                for (long left = most.toNanos(); left > 0; left = most.toNanos() - (System.nanoTime() - last)) {
                    Thread.sleep(Duration.ofNanos(left));
                }
                stream.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // it came to its end
            } catch (IOException e) {
                // it is of no use any more, which was the aim
            }
        });
    }

    void renew() {
        last = System.nanoTime();
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
