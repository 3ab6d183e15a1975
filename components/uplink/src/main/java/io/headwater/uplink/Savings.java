package io.headwater.uplink;

import io.headwater.exchange.StateStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Writes what steps want kept within the writer's transaction: of each step as it is at that moment, however many have asked.
 *  <p>Threading: the writer's alone. */
final class Savings {
    private final OutboxFile file;
    private final List<Saving> written = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    Savings(OutboxFile file) {
        this.file = file;
    }

    /** One step's wish, and all who wait for it. */
    record Saving(StateStore.Changes changes, List<CompletableFuture<Void>> asked) {
        void done() {
            asked.forEach(a -> a.complete(null));
        }

        void fail(Exception reason) {
            asked.forEach(a -> a.completeExceptionally(reason));
        }
    }

    private record Refused(Saving saving, RuntimeException reason) {}

    /** Writes them; one that has grown and finds no room is refused, and the others go on. */
    void write(Iterable<Saving> savings, Tables tables, long now) throws SQLException {
        for (Saving saving : savings) {
            Map<String, Optional<byte[]>> changes;
            try {
                changes = saving.changes.take();
            } catch (RuntimeException e) { // its own fault: it must not keep others' records out
                refused.add(new Refused(saving, e));
                continue;
            }
            written.add(saving);
            String owner = saving.changes.owner();
            if (!hasRoom(owner, changes, tables)) {
                written.removeLast();
                refused.add(new Refused(saving, new OutboxException("outbox " + file.path() + " has no room for what " + owner + " wants kept: raise "
                        + Settings.MAX_BYTES + ", or make room on its disk", null)));
            } else {
                tables.state().write(owner, changes, now);
            }
        }
    }

    /** As records are reckoned. What only changes has room always. */
    private boolean hasRoom(String owner, Map<String, Optional<byte[]>> changes, Tables tables) throws SQLException {
        long room = file.roomForState();
        long most = changes.values().stream().mapToLong(value -> value.map(bytes -> bytes.length).orElse(0)).sum();
        if (room >= 2 * most) {
            return true; // without a look at what is there
        }
        long growth = tables.state().growth(owner, changes);
        return growth <= 0 || room >= 2 * growth;
    }

    /** The transaction is on disk. */
    void committed() {
        written.forEach(saving -> saving.changes.kept());
        List<Saving> done = List.copyOf(written);
        List<Refused> without = List.copyOf(refused);
        without.forEach(r -> r.saving.changes.notKept());
        clear();
        done.forEach(Saving::done);
        without.forEach(r -> {
            Seldom.OUTBOX.warn("{}", r.reason.getMessage());
            r.saving.fail(r.reason);
        });
    }

    /** The transaction came to nothing; who waits is told with the rest of the batch. */
    void rolledBack() {
        written.forEach(saving -> saving.changes.notKept());
        refused.forEach(r -> r.saving.changes.notKept());
        clear();
    }

    private void clear() {
        written.clear();
        refused.clear();
    }
}
