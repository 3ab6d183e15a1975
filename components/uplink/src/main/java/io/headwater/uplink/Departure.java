package io.headwater.uplink;

import io.headwater.flow.Fate;

/** How a record leaves those that wait. Each is counted by lane, in the file and in the ledger:
 *  {@code stored = waiting + all of these}. */
enum Departure {
    /** The broker has it. */
    ACKNOWLEDGED("acknowledged", Fate.PASSED),
    /** The disk had changed it; it lies in the table {@code damaged}. */
    DAMAGED("damaged", Fate.failed("damaged")),
    /** The broker will never take it; it lies in the table {@code dead}, and waits again when it is replayed. */
    REJECTED("rejected", Fate.failed("rejected")),
    /** A person took it out. */
    PURGED("purged", Fate.dropped("purged")),
    /** It waited for longer than its lane's {@code ttl}. */
    EXPIRED("expired", Fate.dropped("expired")),
    /** The oldest of its lane, given up because the outbox was full. */
    OLDEST("oldest", Fate.dropped("oldest")),
    /** It became part of a coarser one, because the outbox was full. */
    THINNED("thinned", Fate.dropped("thinned"));

    /** Its column in the table {@code lane}. */
    final String column;
    final Fate fate;

    Departure(String column, Fate fate) {
        this.column = column;
        this.fate = fate;
    }
}
