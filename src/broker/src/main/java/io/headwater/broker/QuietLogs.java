package io.headwater.broker;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Kafka's logging kept low, on standard error, whether slf4j-simple or java.util.logging carries it. Called before any logger exists. */
final class QuietLogs {

    private QuietLogs() {
    }

    /** @param level {@code warn} or {@code error} */
    static void set(String level) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", level);
        System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
        // slf4j's own notes (no backend found, several found) are of no use to a user of the demo
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Logger.getLogger("").setLevel(level.equals("error") ? Level.SEVERE : Level.WARNING);
    }
}
