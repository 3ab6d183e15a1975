package io.headwater.camera;

/** How fast a file is played. */
public enum Pace {
    /** By its time stamps, as a live camera would: the newest frame wins. */
    REALTIME,
    /** As fast as the route takes it; no frame is lost. */
    FAST
}
