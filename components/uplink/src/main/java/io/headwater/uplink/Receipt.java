package io.headwater.uplink;

/** What the outbox did with a record. */
public sealed interface Receipt {

    /** The record is on disk and survives a power cut. */
    record Kept(long sequence, String id) implements Receipt {}

    /** A record of this id waits in its lane for the same topic; that one is on disk, this one was not stored again. */
    record AlreadyKept(String id) implements Receipt {}

    /** The record was not taken.
     *
     *  @param reason {@link #FULL} or {@link #TOO_LARGE} */
    record Refused(String reason) implements Receipt {}

    /** The outbox has reached its quota, or the disk is full. */
    String FULL = "outbox full";
    /** The record alone is larger than a broker takes. */
    String TOO_LARGE = "too large";
}
