package io.headwater.uplink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Records that the broker did not take, each with the moment at which it is offered again: after a pause that doubles, give
 *  or take a fifth, so that many boxes do not come back at once.
 *  <p>Bounded: {@link #isFull} says of a lane when so many are out that no new ones should follow.
 *  <p>Units: nanoseconds of {@link System#nanoTime}.
 *  <p>Threading: the writer's alone. */
final class Retries {
    private static final double JITTER = 0.2;

    private final int capacity;
    private final long first;
    private final long most;
    private final SplittableRandom random;
    private final Map<Long, Again> rejected = new HashMap<>();
    private final Map<String, Integer> byLane = new HashMap<>();
    private final TreeSet<Again> waiting = new TreeSet<>();

    /** One record; {@code attempts} counts its rejections. */
    private record Again(long due, long sequence, String lane, int attempts) implements Comparable<Again> {
        @Override
        public int compareTo(Again other) {
            int byTime = Long.signum(due - other.due); // nanoTime may wrap
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    Retries(int capacity, Duration first, Duration most, long seed) {
        this.capacity = capacity;
        this.first = first.toNanos();
        this.most = most.toNanos();
        this.random = new SplittableRandom(seed);
    }

    void rejected(long sequence, String lane, long now) {
        Again before = rejected.get(sequence);
        if (before == null) {
            byLane.merge(lane, 1, Integer::sum);
        }
        int attempts = before == null ? 1 : before.attempts + 1;
        double pause = Math.min(most, first * Math.pow(2, Math.min(attempts - 1, 40))) * (1 - JITTER + 2 * JITTER * random.nextDouble());
        Again again = new Again(now + (long) pause, sequence, lane, attempts);
        rejected.put(sequence, again);
        waiting.add(again);
    }

    /** The records to offer again now, longest due first, of each lane at most so many; they stay until {@link #offered}. */
    List<Long> due(long now, int limit, ToIntFunction<String> ofLane) {
        Map<String, Integer> left = new HashMap<>();
        List<Long> due = new ArrayList<>();
        for (Again again : waiting) {
            if (due.size() == limit || again.due - now > 0) {
                break;
            }
            int open = left.computeIfAbsent(again.lane, ofLane::applyAsInt);
            if (open > 0) {
                left.put(again.lane, open - 1);
                due.add(again.sequence);
            }
        }
        return due;
    }

    /** The record is out again; its attempts are remembered. */
    void offered(long sequence) {
        Again again = rejected.get(sequence);
        if (again != null) {
            waiting.remove(again);
        }
    }

    /** The record is no more. */
    void forget(long sequence) {
        Again again = rejected.remove(sequence);
        if (again != null) {
            waiting.remove(again);
            byLane.computeIfPresent(again.lane, (lane, n) -> n == 1 ? null : n - 1);
        }
    }

    void clear() {
        byLane.clear();
        rejected.clear();
        waiting.clear();
    }

    /** How many of a lane are out. */
    int count(String lane) {
        return byLane.getOrDefault(lane, 0);
    }

    boolean contains(long sequence) {
        return rejected.containsKey(sequence);
    }

    /** Whether so many of a lane are out that none should follow; other lanes go on. */
    boolean isFull(String lane) {
        return count(lane) >= capacity;
    }

    /** How long until the next of an open lane is due; {@code otherwise} when none waits. */
    long nanosUntilDue(long now, long otherwise, Predicate<String> open) {
        for (Again again : waiting) {
            if (open.test(again.lane)) {
                return Math.max(0, again.due - now);
            }
        }
        return otherwise;
    }
}
