package io.headwater.torture;

/** What is done to box, Kafka and Mosquitto in one cut. */
enum Fault {
    /** kill -9 of the box at any moment of its work, then a new start. */
    KILL_BOX,
    /** SIGTERM of the box while its sources give, then a new start. */
    STOP_BOX,
    /** kill -9 of the box while it starts, then a new start. */
    KILL_STARTING_BOX,
    /** kill -9 of the broker, then a new start. */
    KILL_BROKER,
    /** The broker stands still for a while (SIGSTOP). */
    FREEZE_BROKER,
    /** The broker stands still, and the box is killed meanwhile. */
    KILL_BOX_BEHIND_FROZEN_BROKER,
    /** Both are killed, and the box starts while the broker is away. */
    START_WITHOUT_BROKER,
    /** The disk under the state is full for a while, and the box may be killed meanwhile; or, where no disk can be mounted, the outbox's quota is reached. */
    DISK_FULL,
    /** kill -9 of the box, and what it had not synced of its log is torn. */
    TEAR_TAIL,
    /** kill -9 of the box, and bits are turned in what it had synced: losses are allowed, when they are told. */
    FLIP_BYTES,
    /** kill -9 of the box; it starts with a clock that was set back. */
    CLOCK_BACK,
    /** SIGTERM of Mosquitto, which writes down what it has, then a new start. Never kill -9: Debian's writes only at intervals, and would lose what it acknowledged. */
    RESTART_MOSQUITTO,
    /** Mosquitto stands still for a while (SIGSTOP), and the box may be killed meanwhile. */
    FREEZE_MOSQUITTO;

    boolean needsMosquitto() {
        return this == RESTART_MOSQUITTO || this == FREEZE_MOSQUITTO;
    }
}
