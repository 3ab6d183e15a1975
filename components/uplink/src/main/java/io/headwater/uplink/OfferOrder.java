package io.headwater.uplink;

/** Which of a lane's records go first. */
public enum OfferOrder {
    OLDEST_FIRST, NEWEST_FIRST
}
