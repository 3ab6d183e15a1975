package io.headwater.torture;

/** What is done to box and broker in one cut. */
enum Fault {
    /** kill -9 of the box at any moment of its work, then a new start. */
    KILL_BOX,
    /** kill -9 of the box while it starts, then a new start. */
    KILL_STARTING_BOX,
    /** kill -9 of the broker, then a new start. */
    KILL_BROKER,
    /** The broker stands still for a while (SIGSTOP). */
    FREEZE_BROKER,
    /** The broker stands still, and the box is killed meanwhile. */
    KILL_BOX_BEHIND_FROZEN_BROKER,
    /** Both are killed, and the box starts while the broker is away. */
    START_WITHOUT_BROKER
}
