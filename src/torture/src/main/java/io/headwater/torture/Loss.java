package io.headwater.torture;

/** What a disk may make of changes that were not synced when the power went. */
enum Loss {
    /** Nothing of them is there. */
    ALL_LOST,
    /** All of them are there. */
    ALL_KEPT,
    /** The first are there, the others are not. */
    IN_ORDER,
    /** Some are there, in no order. */
    REORDERED,
    /** Some sectors of 512 bytes are there. */
    TORN,
    /** Some sectors are there, and what was under way left noise in others. */
    NOISE
}
