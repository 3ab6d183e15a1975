package io.headwater.uplink;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Moves what the broker will never take from those that wait to the dead letters.
 *  <p>Threading: the writer's alone. */
record Burial(Settings settings, Lanes lanes, Delivery delivery, Figures figures) {

    /** Those that were moved; answers to a former subscription are of no consequence. */
    List<Inbox.Rejection> run(List<Inbox.Rejection> forGood, Tables tables) throws SQLException {
        List<Inbox.Rejection> dead = new ArrayList<>();
        long letGo = 0;
        for (Inbox.Rejection rejection : forGood) {
            if (delivery.isInFlight(rejection.record())) {
                letGo += bury(rejection, tables);
                dead.add(rejection);
            }
        }
        if (letGo > 0) {
            Seldom.OUTBOX.warn("outbox {}: the dead letters take more than an eighth of the quota; the oldest {} are let go", settings.file(), letGo);
        }
        return dead;
    }

    /** Moves one; how many old dead letters went for it. */
    long bury(Inbox.Rejection rejection, Tables tables) throws SQLException {
        Row row = rejection.record().row();
        long letGo = tables.dead().bury(row, rejection.text(), Draft.micros(settings.clock().instant()));
        tables.records().delete(row.sequence(), row.sequence());
        lanes.left(row.lane(), Departure.REJECTED);
        return letGo;
    }

    /** That is on disk. */
    void committed(Inbox.Rejection dead) {
        figures.rejected(dead.reason());
        delivery.gone(dead.record());
        Seldom.OUTBOX.warn("record {} of lane {} will never be taken by the broker, and lies with the dead letters of outbox {}: {}",
                dead.record().id(), dead.record().lane(), settings.file(), dead.text());
    }
}
