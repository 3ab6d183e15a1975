package io.headwater.flow;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** Brings items that many workers handle side by side back into the order in which they came.
 *  <p>Each item has a ticket. From the moment its turn has come until it gives its ticket back, no later item has its turn:
 *  so from the first order-sensitive step on, items go through the rest of a route one by one, and an item with another fate
 *  holds nobody up.
 *  <p>Threading: any. An item whose turn has not come is parked, and its worker is free; it is continued by whichever
 *  thread gave the last earlier ticket back, one after the other without nesting.
 *  <p>Bounds: parks at most as many items as the caller lets be in flight. */
public final class Order {
    private static final long NOT_ISSUED = -1;

    private final Map<Long, Ticket> parked = new HashMap<>();
    private final Map<Long, Ticket> returned = new HashMap<>();
    private final ArrayDeque<Ticket> ready = new ArrayDeque<>();
    private long issued;
    private long turn;
    private boolean running;

    /** The next ticket. The caller issues tickets in the order in which items came. */
    public synchronized Ticket next() {
        return new Ticket(issued++);
    }

    /** A ticket for an item that may come in any order: its turn is after those that have {@link Ticket#enter entered} before it. One
     *  that never enters holds nobody up. */
    public Ticket onArrival() {
        return new Ticket(NOT_ISSUED);
    }

    /** How many tickets are out; those on arrival that have not entered do not count. */
    public synchronized long outstanding() {
        return issued - turn - returned.size();
    }

    /** Continues whose turn has come, one after the other; what one of them throws is thrown when all have been continued. */
    private void runReady() {
        RuntimeException broken = null;
        while (true) {
            Ticket next;
            synchronized (this) {
                if (running || ready.isEmpty()) {
                    break;
                }
                running = true;
                next = ready.pollFirst();
            }
            try {
                next.continuation.run();
            } catch (RuntimeException e) {
                broken = e;
            } finally {
                synchronized (this) {
                    running = false;
                }
            }
        }
        if (broken != null) {
            throw broken;
        }
    }

    /** One item's place in the order. */
    public final class Ticket {
        private long number;
        private Runnable continuation = () -> {};
        private boolean back;

        Ticket(long number) {
            this.number = number;
        }

        /** Its place; -1 for one on arrival that has not entered. */
        public long number() {
            return number;
        }

        /** True when it is this item's turn: the caller goes on. False when earlier items are still out: {@code later} is
         *  run once the turn has come, and the caller must leave the item alone. */
        public boolean enter(Runnable later) {
            synchronized (Order.this) {
                if (number == NOT_ISSUED && !back) {
                    number = issued++;
                }
                if (back || number == turn) {
                    return true;
                }
                continuation = later;
                parked.put(number, this);
                return false;
            }
        }

        /** The item is done, whatever its fate. Giving back twice is harmless. */
        public void giveBack() {
            synchronized (Order.this) {
                if (back) {
                    return;
                }
                back = true;
                if (number == NOT_ISSUED) {
                    return;
                }
                returned.put(number, this);
                while (returned.remove(turn) != null) {
                    turn++;
                }
                Ticket next = parked.remove(turn);
                if (next != null) {
                    ready.addLast(next);
                }
            }
            runReady();
        }
    }
}
