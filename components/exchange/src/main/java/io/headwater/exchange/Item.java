package io.headwater.exchange;

import io.headwater.flow.Fate;
import io.headwater.flow.Frame;
import io.headwater.flow.Order;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;
import org.jspecify.annotations.Nullable;

/** What an exchange carries beside its body: the leases on its frames, its place in the order, and the step it is in.
 *  <p>Ownership: holds its leases until the exchange is done. A copy of the exchange gets an item with leases of its own,
 *  taken on the copying thread, and no place in the order: a copy cannot hold up the original.
 *  <p>Threading: an exchange is handled by one thread at a time; only {@link #safeCopy()} may race with the end. */
public final class Item implements SafeCopyProperty {
    static final String KEY = "headwater.item";

    private final List<Frame> leases = new ArrayList<>(2);
    private final List<Step> failing = new ArrayList<>(0);
    private Order.@Nullable Ticket ticket;
    private @Nullable Step step;
    private @Nullable Fate fate;
    private String failure = "";
    private boolean finished;

    Item() {}

    /** The item of an exchange; made when it has none. */
    public static Item of(Exchange exchange) {
        Item carried = exchange.getExchangeExtension().getSafeCopyProperty(KEY, Item.class);
        if (exchange.getUnitOfWork() instanceof LeasingUnitOfWork unit) {
            Item own = unit.adopt(carried);
            if (own != carried) {
                exchange.getExchangeExtension().setSafeCopyProperty(KEY, own);
            }
            return own;
        }
        if (carried == null) {
            carried = new Item();
            exchange.getExchangeExtension().setSafeCopyProperty(KEY, carried);
        }
        return carried;
    }

    /** Takes over a lease that the caller holds; it is given back when the exchange is done. */
    public synchronized void lease(Frame frame) {
        if (finished) {
            frame.release();
            throw new IllegalStateException("the exchange that should hold " + frame + " is done");
        }
        leases.add(frame);
    }

    /** Gives the item its place in the order of its source. */
    public void ticket(Order.Ticket place) {
        this.ticket = place;
    }

    Order.@Nullable Ticket ticket() {
        return ticket;
    }

    /** The step that the item is in; null where no route counts it. */
    public @Nullable Step step() {
        return step;
    }

    void step(@Nullable Step now) {
        this.step = now;
    }

    /** Says what became of the item in the step that it is in. */
    void settle(Fate now) {
        this.fate = now;
    }

    @Nullable Fate takeFate() {
        Fate now = fate;
        fate = null;
        return now;
    }

    /** The item enters a step; false when it never left it, because its error handler tries again. */
    boolean enters(Step next) {
        if (!failing.isEmpty() && failing.remove(next)) {
            return false;
        }
        closeFailures();
        return true;
    }

    /** The step failed; whether for good shows later: the same step again, another one, or the end. */
    void fails(Step at, String reason) {
        failing.add(at);
        failure = reason;
    }

    private void closeFailures() {
        for (Step at : failing) {
            at.account().settle(Fate.failed(failure));
            at.account().left();
        }
        failing.clear();
    }

    /** The exchange is done: leases and the place in the order are given back, a failure is final. Doing so again is harmless.
     *  Camel's unit of work does it for every exchange that is routed; only who makes an exchange that may never be routed calls it. */
    public void finish() {
        List<Frame> held;
        synchronized (this) {
            if (finished) {
                return;
            }
            finished = true;
            held = List.copyOf(leases);
            leases.clear();
        }
        closeFailures();
        held.forEach(Frame::release);
        Order.Ticket place = ticket;
        if (place != null) {
            place.giveBack();
        }
    }

    /** Takes the leases of another item over, which is spent then. */
    void takeOver(Item other) {
        List<Frame> moved;
        synchronized (other) {
            moved = List.copyOf(other.leases);
            other.leases.clear();
            other.finished = true;
        }
        moved.forEach(this::lease);
    }

    @Override
    public synchronized Item safeCopy() {
        Item copy = new Item();
        for (Frame frame : leases) {
            copy.leases.add(frame.retain());
        }
        return copy;
    }
}
