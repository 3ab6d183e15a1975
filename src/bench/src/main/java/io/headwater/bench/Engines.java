package io.headwater.bench;

import io.headwater.exchange.Host;
import io.headwater.flow.Box;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Inference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One model on two engines, or two models on one, picture by picture: {@code headwater bench engines}. */
@Command(name = "bench engines", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Runs a detector on two engines, each picture of a clip on both, one after the other and alone on one thread: how far their boxes and scores lie apart,",
            "and what each takes. With --other another model beside it, such as the same with 8-bit weights: what it gains and loses."},
        footer = {"", "Exit codes: 0 done; 1 failed; 2 wrong use; 3 something is missing."})
final class Engines implements Callable<Integer> {
    private static final double SAME = 0.5;
    private static final String ROUTE = """
            - route:
                id: both
                from:
                  id: cam
                  uri: camera
                  parameters:
                    name: cam
                    location: "{{clip}}"
                    pace: fast
                  steps:
                    - to:
                        id: one
                        uri: infer
                        parameters:
                          model: "{{one}}"
                          engine: "{{engineOne}}"
                    - process:
                        id: keep
                        ref: keep
                    - to:
                        id: other
                        uri: infer
                        parameters:
                          model: "{{other}}"
                          engine: "{{engineOther}}"
                    - process:
                        id: compare
                        ref: compare
            """;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder with models NAME/VERSION/; default those of the demo.")
    private @Nullable Path models;

    @Option(names = "--model", paramLabel = "NAME", defaultValue = "people", description = "A detector; default ${DEFAULT-VALUE}.")
    private String model = "people";

    @Option(names = "--other", paramLabel = "NAME", description = "Another model beside it, on the engine of the first unless --engines says otherwise.")
    private @Nullable String other;

    @Option(names = "--engines", paramLabel = "ONE,OTHER", split = ",", description = "ONNXRUNTIME or OPENCV, for each; default ONNXRUNTIME,OPENCV, with --other ONNXRUNTIME,ONNXRUNTIME.")
    private @Nullable List<io.headwater.infer.Engine> engines;

    @Option(names = "--clip", paramLabel = "FILE", description = "A video; default the demo's.")
    private @Nullable Path clip;

    @Option(names = "--passes", paramLabel = "N", defaultValue = "3", converter = AtLeastOne.class, description = "How often the clip is gone through after one that does not count; default ${DEFAULT-VALUE}.")
    private int passes;

    @Mixin
    private final RootOption root = new RootOption();

    public static void main(String[] args) {
        System.exit(RivalCommand.line(new Engines()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = root.find();
        Way one = new Way(model, engine(0));
        Way two = new Way(other == null ? model : other, engine(1));
        Path video = clip == null ? home.resolve("routes/people/crossing.mp4") : clip;
        if (!Files.isRegularFile(video)) {
            throw new MissingException("there is no video " + video);
        }
        System.out.printf("%d cores, Java %s, %s, one thread, each picture on both%n", Runtime.getRuntime().availableProcessors(), Runtime.version(), video.getFileName());
        Difference difference = new Difference();
        for (int pass = 0; pass <= passes; pass++) {
            if (pass == 1) {
                one.latency.reset();
                two.latency.reset();
            }
            pass(home, video, one, two, difference);
        }
        print(one);
        print(two);
        System.out.printf(Locale.ROOT, "the second takes %.2f times as long as the first, by medians%n", (double) two.latency.getValueAtPercentile(50) / one.latency.getValueAtPercentile(50));
        difference.print();
        return 0;
    }

    private io.headwater.infer.Engine engine(int place) {
        List<io.headwater.infer.Engine> given = engines;
        if (given != null && given.size() == 2) {
            return given.get(place);
        }
        return place == 0 || other != null ? io.headwater.infer.Engine.ONNXRUNTIME : io.headwater.infer.Engine.OPENCV;
    }

    /** A model on an engine, and what its pictures took: preparation, run and reading of the outputs, in microseconds. */
    private record Way(String model, io.headwater.infer.Engine engine, Histogram latency) {
        Way(String model, io.headwater.infer.Engine engine) {
            this(model, engine, new Histogram(3));
        }
    }

    private static void print(Way way) {
        System.out.printf(Locale.ROOT, "%-14s %-12s %7d pictures, each: p50 %6.2f  p99 %6.2f ms%n", way.model, way.engine, way.latency.getTotalCount(), way.latency.getValueAtPercentile(50) / 1e3,
                way.latency.getValueAtPercentile(99) / 1e3);
    }

    private void pass(Path home, Path video, Way one, Way two, Difference difference) throws Exception {
        Path folder = Files.createTempDirectory("headwater-bench");
        try (DefaultCamelContext context = new DefaultCamelContext();
                Host host = Host.builder().device("bench").workers(1).state(folder).models(models == null ? home.resolve("routes/people/models") : models).build().install(context)) {
            context.getPropertiesComponent().addInitialProperty("clip", video.toAbsolutePath().toString());
            context.getPropertiesComponent().addInitialProperty("one", one.model);
            context.getPropertiesComponent().addInitialProperty("other", two.model);
            context.getPropertiesComponent().addInitialProperty("engineOne", one.engine.name());
            context.getPropertiesComponent().addInitialProperty("engineOther", two.engine.name());
            context.getRegistry().bind("keep", (Processor) exchange -> exchange.setProperty("first", inference(exchange, one)));
            context.getRegistry().bind("compare", (Processor) exchange -> difference.add(detections(exchange.getProperty("first", Inference.class)), detections(inference(exchange, two))));
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("engines.camel.yaml", ROUTE));
            context.start();
            host.steps().ended("both").join();
        } finally {
            Folders.delete(folder);
        }
    }

    private static Inference inference(Exchange exchange, Way way) {
        Inference inference = (Inference) exchange.getIn().getBody();
        way.latency.recordValue(inference.latency().toNanos() / 1000);
        return inference;
    }

    private static Detections detections(Inference inference) {
        if (inference.answer() instanceof Detections detections) {
            return detections;
        }
        throw new IllegalStateException("model " + inference.model().name() + " answers " + inference.answer().getClass().getSimpleName() + ", must be a detector");
    }

    /** How far the answers of two lie apart: boxes of one label are the same where they cover each other by half.
     *  <p>Units: pixels of the clip, scores 0–1. */
    private static final class Difference {
        private long pictures;
        private long first;
        private long second;
        private long common;
        private double pixels;
        private double score;
        private double pixelsInAll;

        void add(Detections one, Detections other) {
            pictures++;
            first += one.all().size();
            second += other.all().size();
            List<Detection> left = new ArrayList<>(other.all());
            for (Detection a : one.all()) {
                Detection best = null;
                for (Detection b : left) {
                    if (b.label().equals(a.label()) && a.box().iou(b.box()) >= SAME && (best == null || a.box().iou(b.box()) > a.box().iou(best.box()))) {
                        best = b;
                    }
                }
                if (best != null) {
                    left.remove(best);
                    common++;
                    double apart = apart(a.box(), best.box());
                    pixels = Math.max(pixels, apart);
                    pixelsInAll += apart;
                    score = Math.max(score, Math.abs(a.score() - best.score()));
                }
            }
        }

        private static double apart(Box a, Box b) {
            return Math.max(Math.max(Math.abs(a.x1() - b.x1()), Math.abs(a.y1() - b.y1())), Math.max(Math.abs(a.x2() - b.x2()), Math.abs(a.y2() - b.y2())));
        }

        void print() {
            System.out.printf(Locale.ROOT, "%d pictures: the first finds %d, the second %d, both %d (F1 %.4f)%n", pictures, first, second, common, first + second == 0 ? 1 : 2.0 * common / (first + second));
            System.out.printf(Locale.ROOT, "largest difference: of an edge %.4f pixels (mean %.4f), of a score %.6f%n", pixels, common == 0 ? 0 : pixelsInAll / common, score);
        }
    }
}
