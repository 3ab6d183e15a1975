package io.headwater.uplink;

import java.sql.Connection;
import java.sql.SQLException;

/** The statements on the rows, waiting and dead, and on what steps know; opened again after a failure, since the driver closes statements that fail. */
record Tables(RecordTable records, Backlog backlog, DeadLetters dead, Batches batches, StateTable state) implements AutoCloseable {
    static Tables open(Connection db, Settings settings) throws SQLException {
        return new Tables(new RecordTable(db), new Backlog(db), new DeadLetters(db, settings.deadBytes()), new Batches(db), new StateTable(db));
    }

    @Override
    public void close() throws SQLException {
        records.close();
        backlog.close();
        dead.close();
        batches.close();
        state.close();
    }
}
