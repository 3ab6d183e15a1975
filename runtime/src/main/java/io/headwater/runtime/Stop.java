package io.headwater.runtime;

import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How the application ends: by itself after a time, and not before a command has had its last words. */
final class Stop {
    private Stop() {}

    private static final long LAST_WORDS_SECONDS = 5;
    private static final long AGAIN_MILLIS = 500;

    /** Keeps the JVM from ending, in a shutdown hook, before a command has had its last words. */
    static void await(CountDownLatch over) {
        try {
            over.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void after(Duration time) {
        Thread.ofPlatform().daemon().name("headwater/for").start(() -> {
            try {
                Thread.sleep(time);
                while (true) { // one that comes before the application is up is forgotten
                    Quarkus.asyncExit(ExitCode.DONE);
                    Thread.sleep(AGAIN_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
