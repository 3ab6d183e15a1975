package io.headwater.uplink;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/** Whose turn it is to be offered: lanes by their priority, and within a lane the oldest or the newest first. Knows how far each
 *  lane was offered to the present subscriber.
 *  <p>Threading: the writer's alone. */
final class Turns {
    private final Policies policies;
    private final Map<String, Turn> turns = new HashMap<>();
    private boolean looked;

    /** How far a lane is. {@code dry} says that its last page was the end of it. */
    private static final class Turn {
        private long cursor;
        private boolean dry;
    }

    /** Where a page of a lane ends; in force once its transaction is on disk. */
    record Step(String lane, long cursor, boolean dry) {}

    Turns(Policies policies) {
        this.policies = policies;
    }

    /** A new subscriber: everything is to be offered again. */
    void begin() {
        turns.clear();
        looked = false;
    }

    /** Something was put into a lane. */
    void filled(String lane) {
        turns.computeIfAbsent(lane, l -> new Turn()).dry = false;
    }

    /** How far a lane was offered, oldest first; 0 when it has no order by which that could be told. */
    long cursor(String lane) {
        Turn turn = turns.get(lane);
        return turn == null || policies.of(lane).order() == OfferOrder.NEWEST_FIRST ? 0 : turn.cursor;
    }

    /** Whether its last page was the end of the lane. */
    boolean isDry(String lane) {
        Turn turn = turns.get(lane);
        return turn != null && turn.dry;
    }

    /** Whether there may be something to offer. */
    boolean any(java.util.function.Predicate<String> open) {
        return !looked || turns.entrySet().stream().anyMatch(e -> !e.getValue().dry && !policies.of(e.getKey()).exactlyOnce() && open.test(e.getKey()));
    }

    /** The lanes that may have something, in the order of their turns; those that are sent exactly once have their own way. */
    List<String> order(RecordTable table) throws SQLException {
        if (!looked) {
            table.lanes().forEach(lane -> turns.computeIfAbsent(lane, l -> new Turn()));
            looked = true;
        }
        List<String> order = new ArrayList<>(turns.keySet());
        order.removeIf(lane -> turns.get(lane).dry || policies.of(lane).exactlyOnce());
        order.sort(Comparator.comparing((String lane) -> policies.of(lane).priority()).thenComparing(Comparator.naturalOrder()));
        return order;
    }

    /** The next page of a lane.
     *
     *  @param outstanding how many of the lane are out already
     *  @param isOut whether a record is out already, in flight or to be offered again after a pause */
    List<RecordTable.Found> page(RecordTable table, String lane, int limit, long maxBytes, int outstanding, LongPredicate isOut) throws SQLException {
        if (policies.of(lane).order() == OfferOrder.OLDEST_FIRST) {
            return table.after(lane, turns.get(lane).cursor, limit, maxBytes);
        }
        // from the newest on, past those that are out: no more of them than the bounds of what may be out
        List<RecordTable.Found> page = new ArrayList<>();
        long bytes = 0;
        for (long sequence : table.newest(lane, limit + outstanding)) {
            if (page.size() == limit || bytes >= maxBytes) {
                break;
            }
            RecordTable.Found found = isOut.test(sequence) ? null : table.at(sequence);
            if (found != null) {
                page.add(found);
                bytes += found.row().payload().length;
            }
        }
        return page;
    }

    Step step(String lane, List<RecordTable.Found> page, int limit, boolean cut) {
        long cursor = page.isEmpty() || policies.of(lane).order() == OfferOrder.NEWEST_FIRST ? turns.get(lane).cursor : page.getLast().row().sequence();
        return new Step(lane, cursor, page.size() < limit && !cut);
    }

    void committed(Step step) {
        Turn turn = turns.get(step.lane());
        if (turn != null) {
            turn.cursor = step.cursor();
            turn.dry = step.dry();
        }
    }
}
