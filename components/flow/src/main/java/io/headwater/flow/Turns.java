package io.headwater.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Shares computing among sources: there are as many turns as can be worked side by side, and the next goes to the waiting source
 *  that has had the least time for its weight. A source that does not wait costs nobody anything, and one that was idle has the
 *  advantage of at most two of its items when it comes back.
 *  <p>A turn that is held for longer than {@link #LONGEST_NANOS} while others wait is lent on: who holds it is taken to wait for
 *  something else.
 *  <p>Units: time in nanoseconds by a clock that only goes on.
 *  <p>Threading: any. A thread has one turn at most. */
public final class Turns {
    static final long LONGEST_NANOS = 5_000_000_000L;
    private static final int CREDIT_ITEMS = 2;
    private static final long LOOK_MILLIS = 250;
    private static final int MEMORY = 8;
    private static final ThreadLocal<@Nullable Turn> HELD = new ThreadLocal<>();

    private final int turns;
    private final LongSupplier ticks;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Member> members = new HashMap<>();
    private final List<Waiter> waiting = new ArrayList<>();
    private final List<Turn> out = new ArrayList<>();
    private double now;
    private int lent;

    /** @param turns how many work side by side */
    public Turns(int turns, LongSupplier ticks) {
        this.turns = turns;
        this.ticks = ticks;
    }

    /** A source takes part from now on. Others of the same name share its part; the last weight holds. */
    public Member join(String source, int weight) {
        lock.lock();
        try {
            Member member = members.computeIfAbsent(source, s -> new Member());
            member.joined++;
            member.weight = weight;
            return member;
        } finally {
            lock.unlock();
        }
    }

    /** A source takes part no longer. */
    public void leave(String source) {
        lock.lock();
        try {
            Member member = members.get(source);
            if (member != null && --member.joined == 0) {
                members.remove(source);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The part of a source; of all who have not joined together where it has not. */
    public Member of(String source) {
        lock.lock();
        try {
            Member member = members.get(source);
            return member != null ? member : members.computeIfAbsent("", s -> new Member());
        } finally {
            lock.unlock();
        }
    }

    /** How many threads wait for a turn. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether this thread has a turn, of whatever host. */
    public static boolean has() {
        return HELD.get() != null;
    }

    /** Gives this thread's turn back, if it has one: it will wait, or compute no more. */
    public static void giveBack() {
        Turn turn = HELD.get();
        if (turn != null) {
            HELD.remove();
            turn.end();
        }
    }

    /** One source's part.
     *  <p>Fields are guarded by the lock. */
    public final class Member {
        private int joined;
        private int weight = 1;
        private double had;
        private double cost;

        private Member() {}

        /** Waits for this thread's turn; it has it until it {@link Turns#giveBack() gives it back}. */
        public void take() throws InterruptedException {
            lock.lock();
            try {
                had = Math.max(had, now - CREDIT_ITEMS * cost / weight); // short pauses between two items shall cost it nothing
                Waiter waiter = new Waiter(this, lock.newCondition());
                waiting.add(waiter);
                handOut();
                try {
                    while (waiter.turn == null) {
                        if (!waiter.granted.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                            lendOn();
                        }
                    }
                } catch (InterruptedException e) {
                    waiting.remove(waiter);
                    if (waiter.turn != null) {
                        waiter.turn.end();
                    }
                    throw e;
                }
                HELD.set(waiter.turn);
            } finally {
                lock.unlock();
            }
        }
    }

    private static final class Waiter {
        private final Member member;
        private final Condition granted;
        private @Nullable Turn turn;

        Waiter(Member member, Condition granted) {
            this.member = member;
            this.granted = granted;
        }
    }

    private final class Turn {
        private final Member member;
        private final long start = ticks.getAsLong();
        private final double charged;
        private boolean lentOn;

        Turn(Member member) {
            this.member = member;
            this.charged = member.cost / member.weight; // what it will take, lest a source gets several before the first is paid
            member.had += charged;
        }

        void end() {
            lock.lock();
            try {
                double took = ticks.getAsLong() - start;
                member.had += took / member.weight - charged;
                member.cost += (took - member.cost) / MEMORY;
                out.remove(this);
                lent -= lentOn ? 1 : 0;
                handOut();
            } finally {
                lock.unlock();
            }
        }
    }

    private void handOut() {
        while (out.size() - lent < turns && !waiting.isEmpty()) {
            Waiter next = waiting.getFirst();
            for (Waiter other : waiting) {
                next = other.member.had < next.member.had ? other : next; // of equal ones, who came first
            }
            waiting.remove(next);
            now = Math.max(now, next.member.had);
            next.turn = new Turn(next.member);
            out.add(next.turn);
            next.granted.signal();
        }
    }

    private void lendOn() {
        long time = ticks.getAsLong();
        for (Turn turn : out) {
            if (!turn.lentOn && time - turn.start > LONGEST_NANOS) {
                turn.lentOn = true;
                lent++;
            }
        }
        handOut();
    }
}
