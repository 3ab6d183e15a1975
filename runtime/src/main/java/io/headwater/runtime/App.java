package io.headwater.runtime;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/** Serves until it is told to stop. */
public final class App implements QuarkusApplication {
    @Override
    public int run(String... args) {
        Quarkus.waitForExit();
        return ExitCode.DONE;
    }
}
