package io.headwater.stage;

/** What a stage can hold: knows its size, and how to give up what it holds. */
interface Cargo {
    /** Bytes that it holds; the same whenever it is asked. */
    long bytes();

    /** It will not be read. Called once, on any thread.
     *
     *  @param stopped whether the stage stopped before it was read; else the stage's overflow policy threw it away */
    void discard(boolean stopped);
}
