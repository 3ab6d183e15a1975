package io.headwater.uplink;

/** What a lane does when the outbox has reached its quota. */
public enum WhenFull {
    /** The route waits until there is room. */
    BLOCK,
    /** The new record's item fails: a source that is acknowledged is told so, and keeps it. */
    FAIL,
    /** The new record is not taken. */
    DROP_NEWEST,
    /** The lane's oldest records are given up for new ones. */
    DROP_OLDEST,
    /** The lane's summaries are merged into coarser ones; when all are as coarse as can be, the oldest are given up. */
    THIN
}
