package io.headwater.sensor;

/** How fast a recording is played. */
public enum Pace {
    /** Each message as long after the one before as it came. */
    REALTIME,
    /** As fast as the route takes them. */
    FAST
}
