package io.headwater.flow;

/** How far a reading can be trusted. */
public enum Quality {
    GOOD, UNCERTAIN, BAD
}
