package io.headwater.broker;

import java.util.List;

/** A Kafka node that did not become ready. The message has the reason and the last lines the node printed. */
public final class BrokerFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerFailedException(String address, String reason, List<String> lastLines) {
        super("Kafka on " + address + " did not start: " + reason + lines(lastLines));
    }

    private static String lines(List<String> lastLines) {
        return lastLines.isEmpty() ? "; it printed nothing" : "\n  " + String.join("\n  ", lastLines);
    }
}
