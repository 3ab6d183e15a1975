package io.headwater.uplink;

import io.headwater.flow.Fate;

/** What a lane's book counts beside what it stored and how that has left. */
enum Aside {
    /** A dead letter waits again: it was stored before, and has a second sequence now. */
    REPLAYED("replayed", Fate.PASSED),
    /** Its id waits already; that one is on disk, this one was not stored. */
    ALREADY_KEPT("already_kept", Fate.heldBack("already kept")),
    /** Not taken: quota or disk had no room. */
    FULL("refused_full", Fate.dropped(Receipt.FULL)),
    /** Not taken: larger than a broker takes. */
    TOO_LARGE("refused_large", Fate.dropped(Receipt.TOO_LARGE));

    /** Its column in the table {@code lane}. */
    final String column;
    final Fate fate;

    Aside(String column, Fate fate) {
        this.column = column;
        this.fate = fate;
    }

    /** Of a record that was not stored. */
    static Aside of(Receipt receipt) {
        return switch (receipt) {
            case Receipt.Kept kept -> throw new IllegalArgumentException("record " + kept.id() + " is stored");
            case Receipt.AlreadyKept already -> ALREADY_KEPT;
            case Receipt.Refused refused -> refused.reason().equals(Receipt.TOO_LARGE) ? TOO_LARGE : FULL;
        };
    }
}
