package io.headwater.uplink;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Those who wait until there is room for what they hand in, in their order: of a lane that {@link WhenFull#BLOCK blocks} nothing overtakes.
 *  <p>Threading: the writer's alone. */
final class Parked {
    private final Inbox inbox;
    private final Intake intake;
    private final Policies policies;
    private List<Inbox.Appending> waiting = List.of();

    Parked(Inbox inbox, Intake intake, Policies policies) {
        this.inbox = inbox;
        this.intake = intake;
        this.policies = policies;
    }

    /** What one caller is told, once it is true. */
    record Told(Inbox.Appending to, List<Receipt> receipts) {
        static Told full(Inbox.Appending to) {
            return new Told(to, to.drafts().stream().map(d -> (Receipt) new Receipt.Refused(Receipt.FULL)).toList());
        }

        /** Names the lane and the reason of each record that was not stored. */
        void notStored(BiConsumer<String, Aside> counted) {
            for (int i = 0; i < receipts.size(); i++) {
                if (!(receipts.get(i) instanceof Receipt.Kept)) {
                    counted.accept(to.drafts().get(i).lane(), Aside.of(receipts.get(i)));
                }
            }
        }
    }

    /** What was taken in, and who waits on; in force once the transaction is on disk. */
    record Taken(List<Told> told, List<Inbox.Appending> waiting) {}

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes in what was parked, then what has come, as far as there is room. */
    Taken take(List<Inbox.Appending> arrived, Tables tables) throws SQLException {
        Taken taken = new Taken(new ArrayList<>(), new ArrayList<>());
        for (List<Inbox.Appending> some : List.of(waiting, arrived)) {
            for (Inbox.Appending appending : some) {
                List<Receipt> receipts = taken.waiting.stream().anyMatch(appending::sharesALane) ? null : intake.take(appending.drafts(), tables);
                if (receipts == null) {
                    taken.waiting.add(appending);
                } else {
                    taken.told.add(new Told(appending, receipts));
                }
            }
        }
        intake.finish(tables);
        return taken;
    }

    void committed(Taken taken) {
        if (!taken.waiting.isEmpty() || !waiting.isEmpty()) {
            park(taken.waiting);
        }
    }

    private void park(List<Inbox.Appending> now) {
        waiting = List.copyOf(now);
        inbox.held(waiting.stream().mapToInt(a -> a.drafts().size()).sum(), waiting.stream().mapToLong(Inbox.Appending::weight).sum());
    }

    /** The disk is full: those whose lane blocks wait; the others. */
    List<Inbox.Appending> park(Inbox.Batch batch) {
        List<Inbox.Appending> all = new ArrayList<>(waiting);
        List<Inbox.Appending> others = new ArrayList<>();
        for (Inbox.Appending appending : batch.appendings) {
            boolean blocks = appending.drafts().stream().anyMatch(d -> policies.of(d.lane()).whenFull() == WhenFull.BLOCK);
            (blocks ? all : others).add(appending);
        }
        batch.appendings.removeAll(all);
        park(all);
        return others;
    }

    void fail(Exception reason) {
        waiting.forEach(a -> a.done().completeExceptionally(reason));
    }
}
