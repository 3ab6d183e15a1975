package io.headwater.sensor;

/** What readings of one sensor are told apart by: their source, as windows and records know them. */
public enum Key {
    /** All that the sensor gives is of one source: its name. */
    NAME,
    /** Each topic is a source of its own: the name, a slash, and the topic. */
    TOPIC
}
