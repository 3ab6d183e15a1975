package io.headwater.broker;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Kafka's logging kept low, on standard error, whether slf4j-simple or java.util.logging carries it. Called before any logger exists. */
final class QuietLogs {

    private QuietLogs() {
    }

    /** @param level {@code warn} or {@code error} */
    static void set(String level) {
        simple("defaultLogLevel", level);
        simple("showThreadName", "false");
        // These two warn in a healthy node's life: of the empty log at the first start, of a second close at the end.
        simple("log.org.apache.kafka.controller.QuorumController", "error");
        simple("log.org.apache.kafka.clients.NetworkClient", "error");
        // slf4j's own notes (no backend found, several found) are of no use to a user of the demo
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Logger.getLogger("").setLevel(level.equals("error") ? Level.SEVERE : Level.WARNING);
    }

    private static void simple(String setting, String value) {
        System.setProperty("org.slf4j.simpleLogger." + setting, value);
    }
}
