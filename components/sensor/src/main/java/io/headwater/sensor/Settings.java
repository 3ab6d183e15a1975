package io.headwater.sensor;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a user wants of one sensor.
 *
 *  @param format how its messages are read
 *  @param qos 0 or 1
 *  @param login null for none
 *  @param tls certificates in files; each may be null
 *  @param receiveMaximum messages that may be unacknowledged at once
 *  @param maxBytes largest message
 *  @param attempts how often a message whose way fails is tried; 0 for ever
 *  @param pace of a recording */
record Settings(String name, Location location, Format format, int qos, String clientId, @Nullable Login login, Certificates tls, boolean cleanStart,
        Duration sessionExpiry, int receiveMaximum, int maxBytes, Duration keepAlive, Duration reconnectDelay, int attempts, Pace pace) {

    /** PEM files: whom to trust, and who one is. */
    record Certificates(@Nullable Path trusted, @Nullable Path own, @Nullable Path key) {}
}
