package io.headwater.uplink;

import java.io.IOException;
import java.sql.SQLException;

/** Salvages the file while it is in use, when an error says that it is broken: what this process knows by itself (books, rows that are
 *  with the broker, the highest sequence) is right afterwards whatever the disk did.
 *  <p>Bounded: no sooner again than after ten times as long as the last one took, so that a disk that breaks on and on leaves time to
 *  deliver.
 *  <p>Threading: the writer's alone. */
final class Mending {
    private static final long LEAST_PAUSE_NANOS = 1_000_000_000L;

    private final OutboxFile file;
    private final Lanes lanes;
    private final Policies policies;
    private final Delivery delivery;
    private final Intake intake;
    private long notBefore = System.nanoTime();
    private boolean owed;

    Mending(OutboxFile file, Lanes lanes, Policies policies, Delivery delivery, Intake intake) {
        this.file = file;
        this.lanes = lanes;
        this.policies = policies;
        this.delivery = delivery;
        this.intake = intake;
    }

    /** Whether the error is one that a salvage may help against, and it is time for one. One that failed may have left no file open. */
    boolean helpsAgainst(Throwable e) {
        return (owed ? e instanceof SQLException : Damage.isIn(e)) && System.nanoTime() - notBefore >= 0;
    }

    /** Nothing is uncommitted, and no statement is open. A salvage that fails is told, and owed. */
    void run(SQLException why) {
        long begun = System.nanoTime();
        if (begun - notBefore < 0) {
            return;
        }
        owed = true;
        try {
            file.renew(why, lanes.books(), delivery.outstanding(), intake.sequence());
            lanes.renewed();
            policies.renewed();
            try (Backlog backlog = new Backlog(file.db())) {
                delivery.renewed(backlog, begun);
            }
            owed = false;
        } catch (SQLException | IOException e) {
            Seldom.OUTBOX.warn("outbox {} is damaged ({}) and cannot be salvaged: {}", file.path(), why.getMessage(), Database.reason(e, file.path()));
        }
        long now = System.nanoTime();
        notBefore = now + Math.max(LEAST_PAUSE_NANOS, 10 * (now - begun));
    }
}
