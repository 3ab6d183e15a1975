package io.headwater.exchange;

import io.headwater.flow.Account;
import io.headwater.flow.Fate;
import io.headwater.flow.Frame;
import io.headwater.flow.Ledger;
import io.headwater.flow.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;
import org.jspecify.annotations.Nullable;

/** What an exchange carries beside its body: the leases on its frames, its place in the order, and the step it is in.
 *  <p>Ownership: holds its leases until the exchange is done. A copy of the exchange gets an item with leases of its own,
 *  taken on the copying thread, and no place in the order: a copy cannot hold up the original. A copy that is routed ends
 *  with its own unit of work. Copies that Camel makes for itself and never routes (the error handler's, for a retry; the
 *  enricher's; a branch that is never begun) end with the step that they were made in, or with this item.
 *  <p>Threading: an exchange is handled by one thread at a time; only copying and the copies' ends may race with its own end. */
public final class Item implements SafeCopyProperty {
    static final String KEY = "headwater.item";

    private List<Frame> leases = List.of();
    private List<Step> failing = List.of();
    private @Nullable Exchange bare;
    private Order.@Nullable Ticket ticket;
    private @Nullable Step step;
    private @Nullable Fate fate;
    private @Nullable Fate last;
    private @Nullable Account passed;
    private String failure = "";
    private volatile boolean finished;
    private boolean routed = true;
    private boolean original = true;
    private boolean acknowledged = true;
    private Copying copying = Copying.END_WITH_STEP;
    private boolean ending;
    private @Nullable Item keeper;
    private @Nullable Set<Item> copies;

    Item() {}

    /** The item of an exchange; made when it has none. */
    public static Item of(Exchange exchange) {
        Item carried = exchange.getExchangeExtension().getSafeCopyProperty(KEY, Item.class);
        if (exchange.getUnitOfWork() instanceof LeasingUnitOfWork unit) {
            Item own = unit.adopt(carried);
            if (own != carried) {
                own.attach(exchange);
            }
            return own;
        }
        if (carried == null) {
            carried = new Item();
            exchange.getExchangeExtension().setSafeCopyProperty(KEY, carried);
        }
        return carried;
    }

    /** Lets copies of the exchange know of the item: from its first lease on, since there is nothing to copy before. */
    private void attach(Exchange exchange) {
        if (leases.isEmpty()) {
            bare = exchange;
        } else {
            exchange.getExchangeExtension().setSafeCopyProperty(KEY, this);
        }
    }

    /** Takes over a lease that the caller holds; it is given back when the exchange is done. */
    public void lease(Frame frame) {
        synchronized (this) {
            if (!finished) {
                add(frame);
                return;
            }
        }
        String text = "the exchange that should hold " + frame + " is done";
        frame.release();
        throw new IllegalStateException(text);
    }

    private void add(Frame frame) {
        if (leases.isEmpty()) {
            leases = new ArrayList<>(2);
        }
        leases.add(frame);
        Exchange exchange = bare;
        if (exchange != null) {
            bare = null;
            exchange.getExchangeExtension().setSafeCopyProperty(KEY, this);
        }
    }

    /** Gives the item its place in the order of its source. */
    public void ticket(Order.Ticket place) {
        this.ticket = place;
    }

    Order.@Nullable Ticket ticket() {
        return ticket;
    }

    /** Its place in the order is free, before the item is done. */
    void giveTicketBack() {
        Order.Ticket place = ticket;
        if (place != null) {
            place.giveBack();
        }
    }

    /** Nobody outside is told what became of the item, so that nobody would give it again: it is not worth waiting for a disk. */
    public void unacknowledged() {
        acknowledged = false;
    }

    /** Whether somebody outside may be told that the item is safe once it is done, and gives it again otherwise: true but for items of
     *  cameras and queues. */
    public boolean isAcknowledged() {
        return acknowledged;
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
        this.last = now;
    }

    /** What was said of the item in this step; null when nothing was. */
    @Nullable Fate takeFate() {
        Fate now = fate;
        fate = null;
        return now;
    }

    /** What a component last said became of the item; null when none has. */
    public @Nullable Fate lastFate() {
        return last;
    }

    /** The fate by which the item's way ended; the steps around the one that ended it share it. */
    Fate ending() {
        Fate end = last;
        return end == null || end instanceof Fate.Passed ? Fate.heldBack("stop") : end;
    }

    /** A step or source let the item pass; null once the next step has it. */
    public void passed(@Nullable Account by) {
        passed = by;
    }

    /** The way ended by a failure: if that came between two steps, the item is counted at the step that it did not reach. Who takes the failure
     *  off the exchange before its unit of work ends says so first. */
    public void failedBetweenSteps(Ledger ledger, Throwable reason) {
        Account from = passed;
        if (from != null) {
            passed = null;
            ledger.refused(from, Fate.failed(reason.getClass().getSimpleName()));
        }
    }

    /** The item enters a step; false when it never left it, because its error handler tries again.
     *
     *  @param before the account of the step whose items come here; null where that is not certain */
    boolean enters(Step next, @Nullable Account before) {
        if (failing.isEmpty()) {
            return true;
        }
        if (failing.remove(next)) {
            return false;
        }
        closeFailures(before);
        return true;
    }

    /** The step failed; whether for good shows later: the same step again, another one, or the end. */
    void fails(Step at, String reason) {
        failure = reason;
        if (finished) {
            settleFailed(at, null);
        } else if (failing.isEmpty()) {
            failing = new ArrayList<>(2);
            failing.add(at);
        } else if (!failing.contains(at)) {
            failing.add(at);
        }
    }

    /** The innermost step that the item failed in; null while it has not, or where that came between two steps. */
    public @Nullable Step failedIn() {
        return failing.isEmpty() ? null : failing.getFirst();
    }

    private void closeFailures(@Nullable Account before) {
        for (Step at : failing) {
            settleFailed(at, before);
        }
        failing = List.of();
    }

    private void settleFailed(Step at, @Nullable Account before) {
        // an error handler may tell the route to go on as if nothing had happened
        at.account().settle(at.account() == before ? Fate.PASSED : Fate.failed(failure));
        at.account().left();
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
            held = leases;
            leases = List.of();
        }
        outlivesKeeper();
        endCopies();
        closeFailures(null);
        held.forEach(Frame::release);
        giveTicketBack();
    }

    /** Takes the leases of another item over, which is spent then; one lease a frame is enough. */
    void takeOver(Item other) {
        List<Frame> moved;
        synchronized (other) {
            moved = other.leases;
            other.leases = List.of();
            other.finished = true;
        }
        other.outlivesKeeper();
        for (Frame frame : moved) {
            if (holds(frame)) {
                frame.release();
            } else {
                lease(frame);
            }
        }
    }

    private synchronized boolean holds(Frame frame) {
        for (Frame held : leases) {
            if (held == frame) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Item safeCopy() {
        Item copy = new Item();
        copy.routed = false;
        synchronized (this) {
            for (Frame frame : leases) {
                copy.add(frame.retain());
            }
        }
        copy.original = false;
        copy.acknowledged = acknowledged;
        copy.copying = Copying.GO_ON;
        Item keeping = copy.leases.isEmpty() ? null : keeperOfCopies();
        if (keeping != null) {
            copy.keeper = keeping;
            keeping.keep(copy);
        }
        return copy;
    }

    private @Nullable Item keeperOfCopies() {
        Item above = keeper;
        if (!routed || ending) {
            return above != null && above.copying != Copying.GO_ON && !above.finished ? above : null;
        }
        return copying != Copying.GO_ON || Copying.isPlain() ? this : null;
    }

    private void keep(Item copy) {
        Set<Item> all;
        synchronized (this) {
            all = copies == null ? ConcurrentHashMap.newKeySet() : copies;
            copies = all;
        }
        all.add(copy);
    }

    /** What becomes of copies that are made now. */
    Copying copying() {
        return copying;
    }

    void copying(Copying now) {
        copying = now;
    }

    /** The item is between steps, in a route's own list of steps. */
    void backInRoute() {
        step = null;
        copying = original ? Copying.END_WITH_STEP : Copying.GO_ON;
    }

    /** Its unit of work is about to end: copies that are made from here on are for {@code onCompletion}, which may come later,
     *  or carry the results to the exchange that waits for them. */
    void ends() {
        ending = true;
    }

    /** A unit of work has the item: it ends with that. */
    void routed() {
        routed = true;
        outlivesKeeper();
    }

    private void outlivesKeeper() {
        Item kept = keeper;
        Set<Item> siblings = kept == null ? null : kept.copies;
        if (siblings != null) {
            siblings.remove(this);
        }
    }

    /** Ends the copies that nobody routed. */
    void endCopies() {
        Set<Item> all = copies;
        if (all != null) {
            all.forEach(Item::finish);
        }
    }
}
