package io.headwater.runtime;

import io.quarkus.runtime.Quarkus;
import java.time.Duration;

/** Ends the application by itself after a time. */
final class Stop {
    private Stop() {}

    static void after(Duration time) {
        Thread.ofPlatform().daemon().name("headwater/for").start(() -> {
            try {
                Thread.sleep(time);
                Quarkus.asyncExit(ExitCode.DONE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
