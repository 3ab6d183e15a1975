package io.headwater.flow;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The book of one step: how many items came in, and what became of each.
 *  <p>Units: those of {@link #unit()}; latencies in nanoseconds.
 *  <p>Threading: any number of threads write; writing takes no lock and, after the first use of a reason, no memory. */
public final class Account {
    private static final long MAX_LATENCY_NANOS = 3_600_000_000_000L;

    private final String route;
    private final String step;
    private final String kind;
    private final Unit unit;
    private final LongAdder in = new LongAdder();
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder passed = new LongAdder();
    private final LongAdder absorbed = new LongAdder();
    private final LongAdder made = new LongAdder();
    private final Map<String, LongAdder> heldBack = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();
    private final ConcurrentHistogram latency = new ConcurrentHistogram(MAX_LATENCY_NANOS, 2);

    private volatile @Nullable Queue queue;

    private record Queue(Supplier<Backlog> backlog, ConcurrentHistogram waits) {}

    Account(String route, String step, String kind, Unit unit) {
        this.route = route;
        this.step = step;
        this.kind = kind;
        this.unit = unit;
        latency.setAutoResize(true);
    }

    public String route() {
        return route;
    }

    public String step() {
        return step;
    }

    /** What the step is, as its URI scheme or its name in the YAML DSL: {@code infer}, {@code filter}. */
    public String kind() {
        return kind;
    }

    public Unit unit() {
        return unit;
    }

    /** An item came in, and is in flight until {@link #left()}. */
    public void entered() {
        in.increment();
        opened.increment();
    }

    /** The item that {@link #entered()} is in this step no longer. Told by the one who holds the item, not by the one who
     *  decides its fate, so that an item without a fate shows. */
    public void left() {
        closed.increment();
    }

    /** Writes down what became of one item. */
    public void settle(Fate fate) {
        switch (fate) {
            case Fate.Passed p -> passed.increment();
            case Fate.Absorbed a -> absorbed.increment();
            case Fate.HeldBack h -> reason(heldBack, h.reason()).increment();
            case Fate.Dropped d -> reason(dropped, d.reason()).increment();
            case Fate.Failed f -> reason(failed, f.reason()).increment();
        }
    }

    /** The step made {@code n} outputs of its own: windows, parts of a split. */
    public void made(long n) {
        made.add(n);
    }

    /** How long one item took in this step, in nanoseconds. */
    public void took(long nanos) {
        latency.recordValue(Math.min(Math.max(nanos, 0), MAX_LATENCY_NANOS));
    }

    /** Items of this step wait in a queue; told again by each who takes it over.
     *
     *  @param backlog what waits now; read by any thread */
    public void queue(Supplier<Backlog> backlog) {
        Queue before = queue;
        if (before == null) {
            ConcurrentHistogram waits = new ConcurrentHistogram(MAX_LATENCY_NANOS, 2);
            waits.setAutoResize(true);
            queue = new Queue(backlog, waits);
        } else {
            queue = new Queue(backlog, before.waits);
        }
    }

    /** How long one item waited in the queue, in nanoseconds. */
    public void waited(long nanos) {
        Queue now = queue;
        if (now != null) {
            now.waits.recordValue(Math.min(Math.max(nanos, 0), MAX_LATENCY_NANOS));
        }
    }

    /** What waits now; empty where the step has no queue. */
    public Optional<Backlog> backlog() {
        return Optional.ofNullable(queue).map(q -> q.backlog.get());
    }

    /** All waits in the queue so far, copied; empty where the step has no queue. */
    public Optional<Histogram> waits() {
        return Optional.ofNullable(queue).map(q -> q.waits.copy());
    }

    private static LongAdder reason(Map<String, LongAdder> reasons, String reason) {
        LongAdder adder = reasons.get(reason);
        return adder != null ? adder : reasons.computeIfAbsent(reason, r -> new LongAdder());
    }

    /** All latencies so far, copied. */
    public Histogram latency() {
        return latency.copy();
    }

    /** The figures now. Read while items move, they may be torn by the few that moved meanwhile; {@link Ledger#check()}
     *  allows for that, readers of single figures need not. */
    public Book book() {
        long wasClosed = closed.sum(); // before opened, so that in flight is never below 0
        return new Book(route, step, kind, unit, in.sum(), passed.sum(), absorbed.sum(), made.sum(),
                sums(heldBack), sums(dropped), sums(failed), opened.sum() - wasClosed);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> reasons) {
        Map<String, Long> sums = new TreeMap<>();
        reasons.forEach((reason, adder) -> sums.put(reason, adder.sum()));
        return sums;
    }

    private static long total(Map<String, LongAdder> reasons) {
        long total = 0;
        for (LongAdder adder : reasons.values()) {
            total += adder.sum();
        }
        return total;
    }

    private long fates() {
        return passed.sum() + absorbed.sum() + total(heldBack) + total(dropped) + total(failed);
    }

    /** Bounds of {@code in − fates − in flight}: every counter only grows, so reading one side before the other errs to a known side. */
    Bounds imbalance() {
        long leastIn = in.sum() + closed.sum();
        long mostOut = fates() + opened.sum();
        long low = leastIn - mostOut;
        long leastOut = mostOut;
        long mostIn = in.sum() + closed.sum();
        return new Bounds(low, mostIn - leastOut);
    }

    long out() {
        return passed.sum() + made.sum();
    }

    long entries() {
        return in.sum();
    }

    /** What a difference surely lies between. */
    record Bounds(long low, long high) {
        boolean surelyWrong() {
            return low > 0 || high < 0;
        }

        long amount() {
            return low > 0 ? low : high;
        }
    }
}
