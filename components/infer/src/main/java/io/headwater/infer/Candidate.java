package io.headwater.infer;

import io.headwater.flow.Answer;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/** A version that is tried on some of a step's frames beside the one in use, which looks at them too: so the answers can be compared, and
 *  where the candidate fails, the other's answer goes on and no frame is lost.
 *  <p>Threading: frames come from several workers. */
final class Candidate {
    /** The same in all trials, so that a share of the time is one stretch of it. */
    static final Duration PERIOD = Duration.ofMinutes(1);
    /** Fewer frames tell nothing, but for those that fail. */
    static final int LEAST = 20;
    private static final int LEAST_FOR_P99 = 100;
    private static final int LEAST_FAILED = 3;
    private static final int RECENT = 256;
    /** How long a run may take that is never to end: as many times the latency that would be too long, and one second at least, 30 at most. */
    private static final int PATIENCE = 20;
    private static final double LEAST_PATIENCE = Duration.ofSeconds(1).toNanos();
    private static final double MOST_PATIENCE = Duration.ofSeconds(30).toNanos();

    private final Version version;
    private final Rollout rollout;
    private final boolean letsOut;
    private final InstantSource clock;
    private final Instant began;
    private final BiConsumer<Candidate, String> ended;
    private final AtomicBoolean over = new AtomicBoolean();
    private final ConcurrentSkipListSet<String> sources = new ConcurrentSkipListSet<>(Comparator.comparing(String::hashCode).thenComparing(Comparator.naturalOrder()));
    private final Map<ModelRun, Long> underWay = new ConcurrentHashMap<>();
    private final ConcurrentHistogram own = new ConcurrentHistogram(2);
    private final ConcurrentHistogram others = new ConcurrentHistogram(2);
    private final LongAdder runs = new LongAdder();
    private final LongAdder letOut = new LongAdder();
    private final Agreements agreements = new Agreements(RECENT);
    private long failed;
    private String lastFailure = "";

    /** @param letsOut whether its answers go on, as a canary's do; a shadow's do not
     *  @param ended told once, and why, when it may not go on */
    Candidate(Version version, Rollout rollout, boolean letsOut, InstantSource clock, BiConsumer<Candidate, String> ended) {
        this.version = version;
        this.rollout = rollout;
        this.letsOut = letsOut;
        this.clock = clock;
        this.began = clock.instant();
        this.ended = ended;
    }

    ModelLine.BesideLine line() {
        return new ModelLine.BesideLine(version.name(), !letsOut, began, runs.sum(), letOut.sum(), failed(), agreements.share(), Duration.ofNanos(own.getValueAtPercentile(99)),
                Duration.ofNanos(others.getValueAtPercentile(99)));
    }

    Version version() {
        return version;
    }

    boolean wants(Frame frame) {
        if (over.get()) {
            return false;
        }
        if (!letsOut || rollout.canary() >= 1) {
            return true;
        }
        if (rollout.by() == CanaryBy.TIME) {
            long into = Duration.between(began, clock.instant()).toMillis() % PERIOD.toMillis();
            return into < rollout.canary() * PERIOD.toMillis();
        }
        String source = frame.origin().source();
        sources.add(source);
        return sources.headSet(source).size() < Math.ceil(rollout.canary() * sources.size());
    }

    /** The answer that goes on; null when the version in use is in use no more. */
    @Nullable Inference look(Frame frame, Version inUse) throws EngineException {
        Inference right = inUse.look(frame);
        if (right == null) {
            return null;
        }
        others.recordValue(right.latency().toNanos());
        Inference answer = attempt(frame);
        if (answer != null) {
            own.recordValue(answer.latency().toNanos());
            agreements.add(Agreement.share(right.answer(), answer.answer()));
        }
        runs.increment();
        String why = verdict();
        if (why != null) {
            end(why);
            return right;
        }
        if (!letsOut || answer == null) {
            return right;
        }
        letOut.increment();
        return answer;
    }

    private @Nullable Inference attempt(Frame frame) {
        try {
            LoadedModel model = version.model();
            ModelRun run = model.borrowIfOpen();
            if (run == null) {
                return null; // the trial has ended meanwhile
            }
            long start = System.nanoTime();
            underWay.put(run, start);
            try {
                Answer answer = run.answer(frame, version.wish());
                if (!run.isNumbers()) {
                    failed("an output holds what is not a number (NaN)");
                    return null;
                }
                return Inference.of(frame, model.id(), Duration.ofNanos(System.nanoTime() - start), answer);
            } finally {
                synchronized (this) { // not stopped once it is another's
                    underWay.remove(run);
                }
                model.giveBack(run);
            }
        } catch (EngineException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            failed(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private synchronized void failed(String why) {
        failed++;
        lastFailure = why.lines().findFirst().orElse("");
    }

    private synchronized long failed() {
        return failed;
    }

    /** Why it may not go on; null where it may. */
    private synchronized @Nullable String verdict() {
        long frames = runs.sum();
        RollbackOn limits = rollout.rollbackOn();
        if (failed >= LEAST_FAILED && failed > limits.errors() * frames) {
            return "it failed on " + failed + " of " + frames + " pictures, the limit is " + RollbackOn.number(100 * limits.errors()) + " %: " + lastFailure;
        }
        if (agreements.count() >= LEAST && 1 - agreements.share() > limits.disagreement()) {
            return RollbackOn.number(100 - 100 * agreements.share()) + " % of what it says is not what the version in use says, the limit is " + RollbackOn.number(100 * limits.disagreement())
                    + " %, over " + agreements.count() + " pictures";
        }
        double most = limits.mostNanos(others.getValueAtPercentile(99));
        long timed = own.getTotalCount();
        // where half of its runs take longer than the limit, so does its 99th percentile, and no hundred runs are needed to know it
        double at = timed >= LEAST_FOR_P99 ? 99 : 50;
        if (timed >= LEAST && own.getValueAtPercentile(at) > most) {
            return "it takes " + millis(own.getValueAtPercentile(at)) + " ms (" + RollbackOn.number(at) + "th percentile of " + timed + " runs), the limit is " + millis(most) + " ms";
        }
        return null;
    }

    private static String millis(double nanos) {
        return RollbackOn.number(Math.round(nanos / 1e5) / 10.0);
    }

    private void end(String why) {
        if (over.compareAndSet(false, true)) {
            ended.accept(this, why);
        }
    }

    /** It takes no more frames, and is told of to nobody. False when it had ended by itself. */
    boolean stop() {
        return over.compareAndSet(false, true);
    }

    /** Ends runs that take too long, so that no worker waits for ever. */
    void look(long nanos) {
        double patience = Math.clamp(PATIENCE * rollout.rollbackOn().mostNanos(others.getValueAtPercentile(99)), LEAST_PATIENCE, MOST_PATIENCE);
        for (ModelRun run : List.copyOf(underWay.keySet())) {
            synchronized (this) {
                Long start = underWay.get(run);
                if (start != null && nanos - start > patience && !run.isStopped()) {
                    run.stop();
                }
            }
        }
    }

    /** Whether it has stood the test. */
    boolean isProven() {
        return letsOut && !over.get() && runs.sum() >= LEAST && Duration.between(began, clock.instant()).compareTo(rollout.promoteAfter()) >= 0;
    }
}
