package io.headwater.uplink;

/** Which lane's records go first, and which are given up last when the outbox is full. */
public enum Priority {
    HIGH, NORMAL, LOW
}
