package io.headwater.sensor;

/** What a sensor is doing. */
public enum SensorState {
    /** The connection to its bus is being made. */
    CONNECTING,
    /** Connected; what comes is taken. */
    CONNECTED,
    /** The bus is away; the next attempt is due after a delay. */
    WAITING,
    /** The bus answers, and refuses the login, the client, the subscription or TLS; the next attempt is due after a delay. */
    REFUSED,
    /** Connected, but messages fail on their way through the route; they are kept, and tried again. */
    RETRYING,
    /** A recording has been played to its end. */
    ENDED,
    /** Stopped with its route. */
    STOPPED
}
