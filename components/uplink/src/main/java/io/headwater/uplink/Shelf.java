package io.headwater.uplink;

/** Where a record of the outbox lies. */
public enum Shelf {
    /** To be acknowledged by the broker. */
    WAITING("record"),
    /** The broker will never take it as it is. */
    DEAD("dead"),
    /** The disk has changed it. */
    DAMAGED("damaged");

    final String table;

    Shelf(String table) {
        this.table = table;
    }
}
