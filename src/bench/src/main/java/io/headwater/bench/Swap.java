package io.headwater.bench;

import io.headwater.contract.NativeHeap;
import io.headwater.exchange.Host;
import io.headwater.exchange.Sha256;
import io.headwater.flow.Book;
import io.headwater.flow.Inference;
import io.headwater.flow.Ledger;
import io.headwater.infer.ModelVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes a model's version again and again while a camera runs: {@code headwater bench swap}. */
@Command(name = "bench swap", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Has two versions of the people model take over from each other while a camera streams, and prints what that costs: frames, latency, memory.",
                "Then puts versions with spoilt weights into a canary of 10 %, and prints how soon each is rolled back, and what of it went out."},
        footer = {"", "Exit codes: 0 done and no frame was lost; 1 one was, or a bad version was not rolled back; 2 wrong use; 3 the model is missing."})
final class Swap implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String ROUTE = """
            - route:
                id: gate
                from:
                  id: cam
                  uri: camera
                  parameters:
                    name: cam
                    location: "{{clip}}"
                    loop: true
                    pace: realtime
                  steps:
                    - to:
                        id: find
                        uri: infer
                        parameters:
                          model: people
            %s        - process:
                        id: answer
                        ref: answer
            """;
    private static final String CANARY = """
                          canary: 10%
            """;

    @Option(names = "--swaps", paramLabel = "N", defaultValue = "1000", converter = AtLeastOne.class, description = "Default ${DEFAULT-VALUE}.")
    private int swaps;

    @Option(names = "--before", paramLabel = "DURATION", defaultValue = "30s", converter = Soak.Length.class, description = "How long latency is measured without any; default ${DEFAULT-VALUE}.")
    private Duration before = Duration.ofSeconds(30);

    @Mixin
    private final RootOption root = new RootOption();

    public static void main(String[] args) {
        System.exit(RivalCommand.line(new Swap()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = root.find();
        Path folder = Files.createTempDirectory("headwater-bench");
        try {
            Path good = version(home, folder, "1.0.0");
            version(home, folder, "1.0.1");
            boolean right = swaps(home, folder);
            System.out.println();
            for (Weights bad : Weights.values()) {
                right &= trial(home, folder, good, bad);
            }
            return right ? 0 : 1;
        } finally {
            Folders.delete(folder);
        }
    }

    private static Path version(Path home, Path folder, String version) throws IOException {
        return copy(home.resolve("routes/people/models/people/1.0.0"), folder, version);
    }

    private static Path copy(Path from, Path folder, String version) throws IOException {
        Path to = Files.createDirectories(folder.resolve("models/people").resolve(version));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        Path manifest = to.resolve("model.yaml");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("(?m)^version: .*$", "version: " + version));
        return to;
    }

    private static void digest(Path version) throws IOException {
        String digest = Sha256.hex(Files.readAllBytes(version.resolve("people.onnx")));
        Path manifest = version.resolve("model.yaml");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("(?m)^sha256: .*$", "sha256: " + digest));
    }

    /** The route, and what comes out of it. */
    private static final class Run implements AutoCloseable {
        private final Host host;
        private final DefaultCamelContext context = new DefaultCamelContext();
        private final LongAdder answers = new LongAdder();
        private final LongAdder bad = new LongAdder();
        private volatile ConcurrentHistogram latency = new ConcurrentHistogram(3);

        Run(Path home, Path folder, String options) throws Exception {
            host = Host.builder().device("bench").state(folder.resolve("state-" + options.length())).models(folder.resolve("models")).build().install(context);
            context.getPropertiesComponent().addInitialProperty("clip", home.resolve("routes/people/crossing.mp4").toString());
            context.getRegistry().bind("answer", (Processor) exchange -> {
                Inference inference = (Inference) exchange.getIn().getBody();
                latency.recordValue(Math.max(0, Duration.between(inference.origin().arrivalTime(), Instant.now()).toNanos() / 1000));
                answers.increment();
                if (inference.model().version().startsWith("9")) {
                    bad.increment();
                }
            });
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("swap.camel.yaml", ROUTE.formatted(options)));
            context.start();
        }

        ModelVersions versions() {
            return host.sharedIfMade(ModelVersions.class).orElseThrow();
        }

        ConcurrentHistogram measured() {
            ConcurrentHistogram done = latency;
            latency = new ConcurrentHistogram(3);
            return done;
        }

        /** Stops, and says how many frames came to the model and how many of them went on. */
        long[] stop() throws Exception {
            context.getRouteController().stopAllRoutes();
            List<Ledger.Imbalance> wrong = host.ledger().checkAtRest();
            Book book = host.ledger().books().stream().filter(b -> b.step().equals("find")).findFirst().orElseThrow();
            if (!wrong.isEmpty()) {
                System.out.println("the ledger is off: " + wrong);
            }
            return new long[] {book.in(), book.passed(), wrong.size()};
        }

        @Override
        public void close() throws Exception {
            context.close();
            host.close();
        }
    }

    private boolean swaps(Path home, Path folder) throws Exception {
        try (Run run = new Run(home, folder, "")) {
            run.versions().use("people@1.0.0");
            Thread.sleep(5_000); // until what is compiled is compiled
            run.measured();
            Thread.sleep(before);
            ConcurrentHistogram calm = run.measured();
            List<Slope.Point> natively = new ArrayList<>();
            System.out.printf("%8s %10s %18s%n", "swaps", "rss MB", "native in use MB");
            long began = System.nanoTime();
            for (int swap = 1; swap <= swaps; swap++) {
                run.versions().use("people@" + (swap % 2 == 1 ? "1.0.1" : "1.0.0"));
                if (swap % Math.max(1, swaps / 20) == 0) {
                    double rss = ResidentMemory.megabytes();
                    double inUse = NativeHeap.used().orElse(0) / 1e6;
                    natively.add(new Slope.Point(swap, inUse));
                    System.out.printf(Locale.ROOT, "%8d %10.1f %18.1f%n", swap, rss, inUse);
                }
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            ConcurrentHistogram swapping = run.measured();
            long[] frames = run.stop();
            System.out.printf(Locale.ROOT, "%d swaps in %.1f s, %.1f ms each; %d frames came to the model, %d went on, %d lost%n", swaps, seconds, 1000 * seconds / swaps, frames[0], frames[1],
                    frames[0] - frames[1]);
            if (natively.size() >= 4) {
                System.out.printf(Locale.ROOT, "last half: native memory in use %+.4f MB a swap%n", Slope.ofLastHalf(natively));
            }
            print("without swaps", calm);
            print("swapping", swapping);
            System.out.printf(Locale.ROOT, "added at worst: %.1f ms%n", (swapping.getMaxValue() - calm.getMaxValue()) / 1e3);
            return frames[0] == frames[1] && frames[2] == 0;
        }
    }

    private static void print(String title, ConcurrentHistogram latency) {
        System.out.printf(Locale.ROOT, "%-14s %7d frames, from the camera to the answer: p50 %6.1f  p99 %6.1f  max %6.1f ms%n", title, latency.getTotalCount(), latency.getValueAtPercentile(50) / 1e3,
                latency.getValueAtPercentile(99) / 1e3, latency.getMaxValue() / 1e3);
    }

    private static boolean trial(Path home, Path folder, Path good, Weights weights) throws Exception {
        String version = "9.0." + weights.ordinal();
        try (Run run = new Run(home, folder, CANARY)) {
            Thread.sleep(5_000);
            Path spoilt = copy(good, folder, version); // now that a good one is in use
            weights.spoil(spoilt.resolve("people.onnx"));
            digest(spoilt);
            ModelVersions versions = run.versions();
            long answered = run.answers.sum();
            long began = System.nanoTime();
            versions.use("people@" + version);
            while (versions.count(ModelVersions.Outcome.ROLLED_BACK) == 0 && System.nanoTime() - began < PATIENCE.toNanos()) {
                Thread.sleep(10);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            long seen = run.answers.sum() - answered;
            long[] frames = run.stop();
            System.out.printf(Locale.ROOT, "weights %s: after %.1f s and %d frames, %d answers of it went out, %d frames lost: %s%n", weights.name().toLowerCase(Locale.ROOT).replace('_', ' '), seconds, seen,
                    run.bad.sum(), frames[0] - frames[1], versions.events().getFirst().text());
            Folders.delete(spoilt);
            return versions.count(ModelVersions.Outcome.ROLLED_BACK) == 1 && frames[0] == frames[1];
        }
    }
}
