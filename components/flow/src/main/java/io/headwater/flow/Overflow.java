package io.headwater.flow;

/** What a full queue does with one more item. */
public enum Overflow {
    /** The one who offers waits until there is room; for sources that can be slowed down. */
    BLOCK,
    /** The oldest item makes room and is counted as dropped. */
    DROP_OLDEST,
    /** The new item is dropped and counted. */
    DROP_NEWEST,
    /** The new item is refused with an error, which the sender's error handling sees. */
    FAIL
}
