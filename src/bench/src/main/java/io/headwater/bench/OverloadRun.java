package io.headwater.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Carries the load of {@code bench overload} in this process and tells how it went. */
@Command(mixinStandardHelpOptions = true, sortOptions = false, description = "One contestant of bench overload, in this process.")
final class OverloadRun implements Callable<Integer> {
    private static final double MOST_DEVIATION = 0.10;

    @Parameters(paramLabel = "WHO", description = "${COMPLETION-CANDIDATES}")
    private Contestant who = Contestant.HEADWATER;

    @Mixin
    private final LoadOptions options = new LoadOptions();

    public static void main(String[] args) {
        Lifeline.hold();
        OutOfMemory.watch();
        System.exit(RivalCommand.line(new OverloadRun()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Load load = who.load(options.root.find(), options.weights, options.slower, (long) options.frames << 20);
        List<Slope.Point> resident = new ArrayList<>();
        load.start();
        long[] first = watch(load, resident);
        double worst = shares(first, load.answered());
        if (resident.size() >= 4) {
            System.out.printf(Locale.ROOT, "resident memory: %.1f MB at the end, peak %.1f MB, last half %+.2f MB/min%n", resident.getLast().y(), ResidentMemory.peakMegabytes(),
                    Slope.ofLastHalf(resident));
        }
        String wrong = load.stop();
        System.out.printf("OutOfMemoryErrors: %d; at rest: %s%n", OutOfMemory.seen(), wrong.isEmpty() ? "every frame accounted for" : wrong);
        boolean good = OutOfMemory.seen() == 0 && wrong.isEmpty() && worst <= MOST_DEVIATION;
        load.close();
        return good ? 0 : 1;
    }

    /** What had been answered when the first interval and a fifth of the time were over: before, models are loaded and code is compiled, and as shares
     *  are of time, a camera whose first frames took seconds pays for them a while. */
    private long[] watch(Load load, List<Slope.Point> resident) throws InterruptedException {
        System.out.printf("%8s %9s %9s %12s %6s  %-28s %s%n", "seconds", "rss MB", "heap MB", "dropped", "OOM", "answered, a camera each", "ledger");
        long start = System.nanoTime();
        long[] first = load.answered();
        for (long next = options.every.toNanos(); next <= options.length.toNanos(); next += options.every.toNanos()) {
            Thread.sleep(Math.max(0, (start + next - System.nanoTime()) / 1_000_000));
            long[] answered = load.answered();
            if (resident.isEmpty() || next <= options.length.toNanos() / 5) {
                first = answered;
            }
            double rss = ResidentMemory.megabytes();
            resident.add(new Slope.Point(next / 60e9, rss));
            Runtime jvm = Runtime.getRuntime();
            System.out.printf(Locale.ROOT, "%8.0f %9.1f %9.1f %12s %6d  %-28s %s%n", next / 1e9, rss, (jvm.totalMemory() - jvm.freeMemory()) / 1e6,
                    load.dropped() < 0 ? "?" : Long.toString(load.dropped()), OutOfMemory.seen(), Arrays.toString(answered), load.books());
        }
        return first;
    }

    /** Prints what each camera had of all since then, and how far the worst was from its weight. */
    private double shares(long[] first, long[] last) {
        double all = 0;
        double weights = options.weights.stream().mapToInt(Integer::intValue).sum();
        for (int i = 0; i < last.length; i++) {
            all += last[i] - first[i];
        }
        double worst = all == 0 ? 1 : 0;
        for (int i = 0; i < last.length; i++) {
            double share = all == 0 ? 0 : (last[i] - first[i]) / all;
            double due = options.weights.get(i) / weights;
            System.out.printf(Locale.ROOT, "camera %d: %.1f %% of %.0f answers, its weight is %.1f %%: %+.1f %% of it%n", i + 1, 100 * share, all, 100 * due, 100 * (share / due - 1));
            worst = Math.max(worst, Math.abs(share / due - 1));
        }
        return worst;
    }
}
