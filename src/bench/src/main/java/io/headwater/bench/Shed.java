package io.headwater.bench;

import com.sun.management.OperatingSystemMXBean;
import io.headwater.camera.VideoWriter;
import io.headwater.exchange.Host;
import io.headwater.flow.Book;
import io.headwater.flow.PixelFormat;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a frame costs that nobody wants: {@code headwater bench shed}. */
@Command(name = "bench shed", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Plays the clip as Motion JPEG of 1920×1080 to a route that is busy, and prints processor time a frame that is shed, beside a loop that decodes each frame and",
                "throws it away; then the clip as it is, H.264, with all frames and with key frames only."},
        footer = {"", "Exit codes: 0 done and every frame accounted for; 1 not so; 2 wrong use; 3 the clip is missing."})
final class Shed implements Callable<Integer> {
    private static final int WARM_UP = 100;
    private static final String ROUTE = """
            - route:
                id: shed
                from:
                  id: cam
                  uri: camera
                  parameters:
                    name: cam
                    location: "%s"
                    loop: true
                    frames: %d
                    pace: %s
                    keyFramesOnly: %s
                  steps:
                    - process:
                        id: busy
                        ref: busy
            """;

    @Option(names = "--frames", paramLabel = "N", defaultValue = "600", converter = AtLeastOne.class, description = "Frames a run; default ${DEFAULT-VALUE}.")
    private int frames;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", converter = AtLeastOne.class, description = "Rounds, all in turns; default ${DEFAULT-VALUE}.")
    private int runs;

    @Option(names = "--clip", paramLabel = "FILE", description = "The clip; default: routes/people/crossing.mp4 of the project.")
    private @Nullable Path clip;

    @Mixin
    private final RootOption root = new RootOption();

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private String wrong = "";

    public static void main(String[] args) {
        System.exit(RivalCommand.line(new Shed()).execute(args));
    }

    private interface Run {
        /** Processor time of this process a frame, in milliseconds. */
        double go() throws Exception;
    }

    @Override
    public Integer call() throws Exception {
        Path video = root.clip(clip);
        if (!Files.isRegularFile(video)) {
            throw new MissingException(video + " is not there");
        }
        Path folder = Files.createTempDirectory("headwater-bench");
        try {
            Path jpegs = folder.resolve("jpegs.mkv");
            write(video, jpegs, Math.min(frames, 120));
            System.out.printf(Locale.ROOT, "%d cores; %d frames a run of Motion JPEG 1920×1080, %.0f kB each%n", Runtime.getRuntime().availableProcessors(), frames,
                    Files.size(jpegs) / 1e3 / Math.min(frames, 120));
            Map<String, Run> all = new LinkedHashMap<>();
            all.put("MJPEG, a loop: decode, convert, drop", () -> loop(jpegs, true));
            all.put("MJPEG, a loop: decode, drop", () -> loop(jpegs, false));
            all.put("MJPEG, this engine: shed", () -> busy(folder, jpegs));
            all.put("H.264, this engine: all frames", () -> through(folder, video, false));
            all.put("H.264, this engine: key frames only", () -> through(folder, video, true));
            Map<String, List<Double>> had = new LinkedHashMap<>();
            for (int run = 0; run < runs; run++) {
                for (Map.Entry<String, Run> one : all.entrySet()) {
                    had.computeIfAbsent(one.getKey(), k -> new ArrayList<>()).add(one.getValue().go());
                }
            }
            System.out.printf("%-40s %s%n", "processor time a frame, ms", "min / median / max");
            had.forEach((name, values) -> {
                Spread spread = Spread.of(values);
                System.out.printf(Locale.ROOT, "%-40s %.3f / %.3f / %.3f%n", name, spread.min(), spread.median(), spread.max());
            });
            List<String> names = List.copyOf(all.keySet());
            ratio(had, names.get(0), names.get(2));
            ratio(had, names.get(1), names.get(2));
            ratio(had, names.get(3), names.get(4));
            System.out.println(wrong.isEmpty() ? "every frame accounted for" : wrong);
            return wrong.isEmpty() ? 0 : 1;
        } finally {
            Folders.delete(folder);
        }
    }

    private static void ratio(Map<String, List<Double>> had, String more, String less) {
        List<Double> rounds = new ArrayList<>();
        for (int i = 0; i < had.get(more).size(); i++) {
            rounds.add(had.get(more).get(i) / had.get(less).get(i));
        }
        Spread spread = Spread.of(rounds);
        System.out.printf(Locale.ROOT, "(%s) ÷ (%s): %.1f / %.1f / %.1f%n", more, less, spread.min(), spread.median(), spread.max());
    }

    /** The clip's frames, scaled up, as JPEGs that are a millisecond apart: a source that is always faster than the processor. */
    private static void write(Path video, Path jpegs, int count) throws Exception {
        try (ClipReader reader = new ClipReader(video); Picture small = new Picture(reader.width(), reader.height()); Picture large = new Picture(Load.WIDTH, Load.HEIGHT);
                Size size = new Size(Load.WIDTH, Load.HEIGHT); VideoWriter writer = VideoWriter.open(jpegs, Load.WIDTH, Load.HEIGHT, PixelFormat.BGR24, 90)) {
            for (int n = 0; n < count && reader.next(small); n++) {
                opencv_imgproc.resize(small.mat(), large.mat(), size);
                writer.write(MemorySegment.ofAddress(large.mat().data().address()).reinterpret((long) Load.WIDTH * Load.HEIGHT * 3), n);
            }
        }
    }

    private double perFrame(long since, long count) {
        return (system.getProcessCpuTime() - since) / 1e6 / count;
    }

    private double loop(Path jpegs, boolean convert) throws Exception {
        try (ClipReader reader = new ClipReader(jpegs); Picture picture = new Picture(reader.width(), reader.height())) {
            long since = 0;
            for (int n = 0; n < frames; n++) {
                since = n == WARM_UP ? system.getProcessCpuTime() : since;
                if (!(convert ? reader.next(picture) : reader.decode())) {
                    reader.rewind();
                    n--;
                }
            }
            return perFrame(since, frames - WARM_UP);
        }
    }

    /** All workers have a frame, and keep it until the last came. */
    private double busy(Path folder, Path jpegs) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Opened opened = new Opened(folder, ROUTE.formatted(jpegs, frames, "realtime", false), exchange -> go.await())) {
            opened.awaitFrames(WARM_UP);
            long since = system.getProcessCpuTime();
            long first = opened.source().in();
            opened.awaitFrames(frames);
            double cost = perFrame(since, frames - first);
            go.countDown();
            opened.end();
            return cost;
        }
    }

    private double through(Path folder, Path video, boolean keys) throws Exception {
        try (Opened opened = new Opened(folder, ROUTE.formatted(video, frames, "fast", keys), exchange -> { })) {
            opened.awaitFrames(WARM_UP);
            long since = system.getProcessCpuTime();
            long first = opened.source().in();
            opened.end();
            return perFrame(since, frames - first);
        }
    }

    /** The route, running. */
    private final class Opened implements AutoCloseable {
        private final DefaultCamelContext context = new DefaultCamelContext();
        private final Host host;

        Opened(Path folder, String yaml, Processor busy) throws Exception {
            host = Host.builder().device("bench").state(folder.resolve("state")).build().install(context);
            context.getRegistry().bind("busy", busy);
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("shed.camel.yaml", yaml));
            context.start();
        }

        Book source() {
            return host.ledger().books().stream().filter(book -> book.step().equals("cam")).findFirst().orElseThrow();
        }

        void awaitFrames(long count) throws InterruptedException {
            while (source().in() < count) {
                Thread.sleep(1);
            }
        }

        void end() {
            host.steps().ended("shed").join();
            if (!host.ledger().checkAtRest().isEmpty() || source().in() != frames) {
                wrong = source() + " " + host.ledger().checkAtRest();
            }
        }

        @Override
        public void close() throws Exception {
            context.close();
            host.close();
        }
    }
}
