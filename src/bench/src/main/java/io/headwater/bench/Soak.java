package io.headwater.bench;

import io.headwater.flow.Ledger;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Runs the people route flat out for a while and watches its memory: {@code headwater bench soak}. */
@Command(name = "bench soak", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs camera, infer and summarize over the looped clip as fast as it goes, and prints heap, resident memory and ledger.",
        footer = {"", "Exit codes: 0 done and the ledger balanced; 1 it did not, or the route failed; 2 wrong use; 3 the clip or model is missing."})
final class Soak implements Callable<Integer> {
    @Option(names = "--for", paramLabel = "DURATION", defaultValue = "10m", converter = Length.class, description = "Such as 90s or 10m; default ${DEFAULT-VALUE}.")
    private Duration length = Duration.ofMinutes(10);

    @Option(names = "--every", paramLabel = "DURATION", defaultValue = "10s", converter = Length.class, description = "Between two lines; default ${DEFAULT-VALUE}.")
    private Duration every = Duration.ofSeconds(10);

    @Option(names = "--clip", paramLabel = "FILE", description = "The clip; default: routes/people/crossing.mp4 of the project.")
    private @Nullable Path clip;

    @Mixin
    private final RootOption root = new RootOption();

    private final LongAdder frames = new LongAdder();
    private final LongAdder windows = new LongAdder();

    public static void main(String[] args) {
        System.exit(RivalCommand.line(new Soak()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Task task = Task.of(root.find(), Model.PEOPLE, root.clip(clip), 1);
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = Thread.ofPlatform().unstarted(() -> endOnSignal(stop, stopped));
        Runtime.getRuntime().addShutdownHook(hook);
        List<Ledger.Imbalance> wrong;
        try (EngineRoute route = new EngineRoute(task, 0, inference -> frames.increment(), summary -> windows.increment())) {
            route.start();
            watch(route, stop);
            route.stop();
            wrong = route.host().ledger().checkAtRest();
        } finally {
            stopped.countDown();
        }
        System.out.printf("%d frames, %d windows; ledger at rest: %s%n", frames.sum(), windows.sum(), wrong.isEmpty() ? "balanced" : wrong);
        if (stop.getCount() > 0) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        return wrong.isEmpty() ? 0 : 1;
    }

    private static void endOnSignal(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(EngineRoute route, CountDownLatch stop) throws InterruptedException {
        System.out.printf("%8s %10s %9s %10s %9s %9s  %s%n", "seconds", "frames", "frames/s", "heap MB", "rss MB", "pool MB", "ledger");
        long start = System.nanoTime();
        long before = 0;
        List<Slope.Point> resident = new ArrayList<>();
        List<Slope.Point> heaps = new ArrayList<>();
        for (long next = every.toNanos(); next <= length.toNanos(); next += every.toNanos()) {
            if (stop.await(start + next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                break;
            }
            double minutes = next / 60e9;
            double heap = heapAfterCollection();
            double rss = ResidentMemory.megabytes();
            long now = frames.sum();
            List<Ledger.Imbalance> wrong = route.host().ledger().check();
            System.out.printf(Locale.ROOT, "%8.0f %10d %9.1f %10.1f %9.1f %9.1f  %s%n", minutes * 60, now, (now - before) / (every.toNanos() / 1e9),
                    heap, rss, route.host().frames().allocated() / 1e6, wrong.isEmpty() ? "balanced" : wrong);
            before = now;
            resident.add(new Slope.Point(minutes, rss));
            heaps.add(new Slope.Point(minutes, heap));
        }
        if (resident.size() >= 4) {
            System.out.printf(Locale.ROOT, "last half: resident %+.2f MB/min, heap after collection %+.2f MB/min; peak resident %.1f MB%n",
                    Slope.ofLastHalf(resident), Slope.ofLastHalf(heaps), ResidentMemory.peakMegabytes());
        }
    }

    /** What was left of each heap pool after its last collection, in MB. */
    private static double heapAfterCollection() {
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage left = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            bytes += left == null ? 0 : left.getUsed();
        }
        return bytes / 1e6;
    }

    /** Reads {@code 90s}, {@code 10m}, {@code 1h}. */
    static final class Length implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            if (!text.matches("[1-9][0-9]{0,5}[smh]")) {
                throw new TypeConversionException("'" + text + "' is no length of time such as 90s, 10m or 1h");
            }
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        }
    }
}
