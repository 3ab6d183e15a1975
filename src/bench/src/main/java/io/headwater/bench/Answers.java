package io.headwater.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The clock of a run, the same for every rival: it starts with the last answer of the warm-up and stops with the last answer.
 *  Processor time is that of the whole process in between: compiler, collector and all.
 *  <p>Units: nanoseconds by {@link System#nanoTime()}.
 *  <p>Threading: any number of threads answer; answers beyond those asked for are not counted. */
final class Answers {
    private static final com.sun.management.OperatingSystemMXBean PROCESS =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final int framesAPass;
    private final int warmUp;
    private final long[] latencies;
    private final long[] passEnds;
    private final AtomicInteger count = new AtomicInteger();
    private final LongAdder written = new LongAdder();
    private final LongAdder persons = new LongAdder();
    private volatile long start = System.nanoTime();
    private volatile long startCpu = PROCESS.getProcessCpuTime();
    private volatile long endCpu;

    /** @param warmUp frames of the first pass that are answered before the clock starts */
    Answers(int framesAPass, int passes, int warmUp) {
        if (warmUp >= framesAPass) {
            throw new IllegalArgumentException("the warm-up takes " + warmUp + " frames, must be below the " + framesAPass + " of a pass");
        }
        this.framesAPass = framesAPass;
        this.warmUp = warmUp;
        this.latencies = new long[framesAPass * passes];
        this.passEnds = new long[passes];
    }

    /** One frame is answered.
     *
     *  @param latencyNanos from its being decoded to now
     *  @param found persons in it */
    void answered(long latencyNanos, int found) {
        int n = count.incrementAndGet();
        if (n > latencies.length) {
            return;
        }
        long now = System.nanoTime();
        latencies[n - 1] = latencyNanos;
        persons.add(found);
        if (n == warmUp) {
            startCpu = PROCESS.getProcessCpuTime();
            start = now;
        }
        if (n % framesAPass == 0) {
            passEnds[n / framesAPass - 1] = now;
            if (n == latencies.length) {
                endCpu = PROCESS.getProcessCpuTime();
            }
        }
        written.increment();
    }

    /** How many answers the run takes. */
    int frames() {
        return latencies.length;
    }

    boolean isComplete() {
        return written.sum() == latencies.length;
    }

    Result result(String name, Model model) {
        if (!isComplete()) {
            throw new IllegalStateException(name + " gave " + written.sum() + " answers, must be " + latencies.length);
        }
        long[] measured = Arrays.copyOfRange(latencies, warmUp, latencies.length);
        Arrays.sort(measured);
        double seconds = (passEnds[passEnds.length - 1] - start) / 1e9;
        List<Double> passes = new ArrayList<>();
        for (int i = 0; i < passEnds.length; i++) {
            int frames = framesAPass - (i == 0 ? warmUp : 0);
            passes.add(frames * 1e9 / (passEnds[i] - (i == 0 ? start : passEnds[i - 1])));
        }
        return new Result(name, model.text(), measured.length, seconds, measured.length / seconds, (endCpu - startCpu) / 1e9 / measured.length,
                percentile(measured, 0.50), percentile(measured, 0.99), (double) persons.sum() / latencies.length,
                ResidentMemory.peakMegabytes(), passes);
    }

    private static double percentile(long[] sorted, double rank) {
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(rank * sorted.length) - 1)] / 1e6;
    }
}
