package io.headwater.sensor;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How one sensor fares, written by those who work for it and read by anybody.
 *  <p>Threading: safe. */
final class LiveStatus {
    private final String route;
    private final Settings settings;
    private final InstantSource clock;
    private SensorState state = SensorState.CONNECTING;
    private Instant since;
    private @Nullable String error;
    private long messages;
    private @Nullable Instant lastMessage;
    private int unacknowledged;
    private int retrying;
    private long unreadable;
    private long givenUp;
    private int reconnects;

    LiveStatus(Settings settings, String route, InstantSource clock) {
        this.settings = settings;
        this.route = route;
        this.clock = clock;
        this.since = clock.instant();
    }

    String key() {
        return route + "/" + settings.name();
    }

    /** Under which name it logs in, and where. */
    String client() {
        return settings.clientId() + " " + (settings.location() instanceof MqttLocation at ? at.server() : key());
    }

    synchronized void becomes(SensorState next) {
        if (state != next) {
            state = next;
            since = clock.instant();
        }
    }

    synchronized void becomes(SensorState next, String why) {
        becomes(next);
        error = why;
    }

    /** What comes on a new connection was not acknowledged on any. */
    synchronized void connecting(boolean again) {
        becomes(SensorState.CONNECTING);
        unacknowledged = 0;
        reconnects += again ? 1 : 0;
    }

    synchronized void connected() {
        becomes(retrying > 0 ? SensorState.RETRYING : SensorState.CONNECTED);
    }

    synchronized void came(boolean awaited) {
        if (state == SensorState.CONNECTING) { // what the bus kept comes before it says that it is ready
            connected();
        }
        messages++;
        lastMessage = clock.instant();
        unacknowledged += awaited ? 1 : 0;
    }

    synchronized void acknowledged() {
        unacknowledged = Math.max(0, unacknowledged - 1);
    }

    synchronized void unreadable(String why) {
        unreadable++;
        error = why;
    }

    synchronized void givenUp() {
        givenUp++;
    }

    /** So many messages wait to be tried again. */
    synchronized void retrying(int now) {
        retrying = now;
        if (state == SensorState.CONNECTED || state == SensorState.RETRYING) {
            connected();
        }
    }

    synchronized void failed(String why) {
        error = why;
    }

    synchronized SensorStatus now() {
        return new SensorStatus(settings.name(), route, settings.location().toString(), state, since, error, messages, lastMessage, unacknowledged, retrying, unreadable, givenUp, reconnects);
    }
}
