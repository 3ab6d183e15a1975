package io.headwater.flow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Shares computing among sources: there are as many turns as can be worked side by side. The next goes to the priority that has had
 *  the least time for its part, and in it to the waiting source that has had the least for its weight. A priority's part is
 *  {@link #STEP} times that of the next below, however many sources it has: so the higher one has what it wants as long as that is not
 *  more, and the lower one is never without. A source that does not wait costs nobody anything, and one that was idle has
 *  the advantage of at most two of its items when it comes back.
 *  <p>A turn that is held for longer than {@link #LONGEST_NANOS} while others wait is lent on: who holds it is taken to wait for
 *  something else.
 *  <p>Units: nanoseconds.
 *  <p>Threading: any. A thread has one turn at most. */
public final class Turns {
    /** How many times the part of a priority is that of the next below. */
    public static final int STEP = 10;
    static final long LONGEST_NANOS = 5_000_000_000L;
    private static final long LOOK_MILLIS = 250;
    private static final ThreadLocal<@Nullable Turn> HELD = new ThreadLocal<>();

    private final int turns;
    private final LongSupplier ticks;
    private final LongSupplier work;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Member> members = new HashMap<>();
    private final List<Waiter> waiting = new ArrayList<>();
    private final List<Turn> out = new ArrayList<>();
    private final Map<Priority, Level> levels = new EnumMap<>(Priority.class);
    private double now;
    private int lent;

    /** @param turns how many work side by side
     *  @param ticks by which a turn is long
     *  @param work by which it costs: what the thread that asks has worked; time alone would charge a source for what others take from it,
     *      as another process does */
    public Turns(int turns, LongSupplier ticks, LongSupplier work) {
        this.turns = turns;
        this.ticks = ticks;
        this.work = work;
        int weight = 1;
        for (Priority priority : List.of(Priority.LOW, Priority.NORMAL, Priority.HIGH)) {
            levels.put(priority, new Level(weight));
            weight *= STEP;
        }
    }

    /** A source takes part from now on. Others of the same name share its part; the last weight and priority hold. */
    public Member join(String source, int weight, Priority priority) {
        lock.lock();
        try {
            Member member = members.computeIfAbsent(source, s -> new Member());
            member.joined++;
            member.own.weight = weight;
            Level level = Objects.requireNonNull(levels.get(priority));
            if (member.level != level) {
                member.level = level;
                member.own.had = level.now;
            }
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
        private final Part own = new Part(1);
        private Level level = Objects.requireNonNull(levels.get(Priority.NORMAL));
        private int joined;

        private Member() {}

        /** Waits for this thread's turn; it has it until it {@link Turns#giveBack() gives it back}. */
        public void take() throws InterruptedException {
            lock.lock();
            try {
                own.comes(level.now);
                level.part.comes(now);
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
                waiter.turn.begins();
                HELD.set(waiter.turn);
            } finally {
                lock.unlock();
            }
        }
    }

    /** The sources of one priority. */
    private static final class Level {
        private final Part part;
        private double now;

        Level(int weight) {
            this.part = new Part(weight);
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

        /** Of equal ones, the higher priority; within one, who came first. */
        boolean goesBefore(Waiter other) {
            Part level = member.level.part;
            Part others = other.member.level.part;
            return level == others ? member.own.had < other.member.own.had : level.had < others.had || level.had == others.had && level.weight > others.weight;
        }
    }

    private final class Turn {
        private final Member member;
        private final long granted = ticks.getAsLong();
        private final Level level;
        private final double charged;
        private final double chargedLevel;
        private boolean lentOn;
        private boolean begun;
        private long start;

        Turn(Member member) {
            this.member = member;
            this.level = member.level;
            this.charged = member.own.charge();
            this.chargedLevel = level.part.charge();
        }

        /** Its thread knows that it has it. */
        void begins() {
            begun = true;
            start = work.getAsLong();
        }

        /** By the thread that had it. */
        void end() {
            double took = begun ? work.getAsLong() - start : 0;
            lock.lock();
            try {
                member.own.pay(took, charged);
                level.part.pay(took, chargedLevel);
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
                next = other.goesBefore(next) ? other : next;
            }
            waiting.remove(next);
            Level level = next.member.level;
            now = Math.max(now, level.part.had);
            level.now = Math.max(level.now, next.member.own.had);
            next.turn = new Turn(next.member);
            out.add(next.turn);
            next.granted.signal();
        }
    }

    private void lendOn() {
        long time = ticks.getAsLong();
        for (Turn turn : out) {
            if (!turn.lentOn && time - turn.granted > LONGEST_NANOS) {
                turn.lentOn = true;
                lent++;
            }
        }
        handOut();
    }
}
