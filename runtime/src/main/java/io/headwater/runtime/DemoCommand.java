package io.headwater.runtime;

import io.headwater.exchange.Host;
import io.headwater.flow.Book;
import io.headwater.flow.Distribution;
import io.headwater.flow.Ledger;
import io.headwater.flow.Summary;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code headwater demo}: a street clip, a model, a real Kafka broker and a console, with one command. */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Counts people in a street clip into a real Kafka broker, and shows it.",
            "Ctrl-C stops everything and says what was done. Nothing is kept: broker and outbox live in a temporary folder."},
        footer = {"", "Examples:", "  headwater demo", "  headwater demo --for 60s --no-browser", "  headwater demo --camera rtsp://user:secret@camera.local/stream"})
final class DemoCommand implements Callable<Integer> {
    private static final String TOPIC = "summaries";
    private static final String ROUTE = "people";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    @Mixin
    ServeOptions serve = new ServeOptions();

    @Option(names = "--camera", paramLabel = "WHERE", description = "Your own camera instead of the clip: 0, /dev/video0, rtsp://…, http://…, or a video file.")
    @Nullable String camera;

    @Option(names = "--for", paramLabel = "TIME", converter = TimeText.class, description = "Stop by itself after this time, e.g. 60s.")
    @Nullable Duration time;

    @Option(names = "--no-browser", description = "Do not open the console in a browser.")
    boolean noBrowser;

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Engine engine;

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("headwater.home", ""));
        Path route = home.resolve("routes/people/people.camel.yaml");
        if (!Files.isRegularFile(route)) {
            throw new SurroundingsException("the demo's route is not at " + route, "start it by the launcher of a source tree: ./headwater demo");
        }
        if (camera != null) {
            CameraPlace place = CameraPlace.of(camera);
            place.requireThere();
            System.setProperty("headwater.people.location", place.location());
            System.setProperty("headwater.people.loop", Boolean.toString(place.isFile()));
        }
        Path folder = Files.createTempDirectory("headwater-demo-");
        if (serve.state == null) {
            serve.state = folder.resolve("state");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Stop.await(over), "headwater/demo-end"));
        int port = Settings.freePort();
        try (DemoBroker broker = DemoBroker.start(home, folder.resolve("kafka"), port)) {
            Settings settings = serve.check();
            settings.routes.add(route);
            settings.kafka = broker.bootstrap();
            settings.readBack = true;
            settings.listener = new Settings.Listener() {
                @Override
                public void started(Engine e) {
                    engine = e;
                    hello(broker);
                    CameraStates.requireFirstFrame(e.host(), PATIENCE, error -> {
                        System.err.println("error: no picture from the camera: " + error);
                        System.err.println("  fix: headwater demo --camera takes 0, /dev/video0, rtsp://…, http://… or a video file; headwater run keeps trying");
                        Quarkus.asyncExit(ExitCode.SURROUNDINGS);
                    });
                }

                @Override
                public void window(Engine e, WindowLine line) {
                    show(e, line);
                }
            };
            settings.use();
            settings.admission = Admission.of(settings.routes, Host.models(settings.models, settings.state)).orRefuse();
            if (time != null) {
                Stop.after(time);
            }
            int[] code = {0};
            Quarkus.run(App.class, (exit, error) -> code[0] = error == null ? exit : Failure.show(error));
            Engine ran = engine;
            return ran == null ? Math.max(code[0], ExitCode.FAILED) : code[0] == 0 || code[0] > 128 ? goodbye(ran, broker) : code[0];
        } finally {
            Folders.delete(folder);
            over.countDown();
        }
    }

    private void hello(DemoBroker broker) {
        String url = "http://" + (serve.host.equals("127.0.0.1") ? "localhost" : serve.host) + ":" + serve.port;
        System.out.println("Headwater counts people" + (camera == null ? " in a street clip" : " before your camera") + " and sends a summary every 10 seconds to Kafka.");
        System.out.println("  console  " + url);
        System.out.println("  Kafka    " + broker.bootstrap() + ", topic " + TOPIC + " (a real broker, for this demo only)");
        System.out.println("  stop     Ctrl-C" + (time == null ? "" : ", or by itself after " + time.toSeconds() + " s"));
        System.out.println();
        System.out.printf("%-17s %-22s %-30s %-20s %s%n", "window", "people a frame", "frames in / inferred / shed", "latency p50 / p99", "acknowledged by Kafka");
        System.out.flush();
        if (!noBrowser) {
            Browser.open(url);
        }
    }

    private static void show(Engine engine, WindowLine line) {
        Summary s = line.summary();
        Distribution people = s.perFrame().get("person");
        String counts = people == null || people.count() == 0 ? "nothing seen"
                : String.format(Locale.ROOT, "%.1f  (%.0f–%.0f)", people.mean(), people.min(), people.max());
        Book source = book(engine, "cam");
        Book infer = book(engine, "find");
        Histogram latency = engine.watch().latencySinceLast(s.route());
        System.out.printf(Locale.ROOT, "%-17s %-22s %-30s %-20s %d of %d%n",
                CLOCK.format(s.start()) + (s.partial() || s.coverage() < 1 ? " partial" : ""), counts,
                source.in() + " / " + infer.passed() + " / " + Book.total(source.dropped()),
                String.format(Locale.ROOT, "%.0f / %.0f ms", latency.getValueAtPercentile(50) / 1e6, latency.getValueAtPercentile(99) / 1e6),
                engine.windows().acknowledged(), engine.windows().count());
        System.out.flush();
    }

    private static Book book(Engine engine, String step) {
        return engine.host().ledger().books().stream().filter(b -> b.route().equals(ROUTE) && b.step().equals(step)).findFirst()
                .orElseThrow(() -> new IllegalStateException("route " + ROUTE + " has no step " + step));
    }

    private static int goodbye(Engine engine, DemoBroker broker) throws IOException, InterruptedException {
        System.out.println();
        System.out.println("stopped; what became of everything:");
        for (Book b : engine.host().ledger().books()) {
            System.out.println("  " + LedgerText.of(b));
        }
        List<Ledger.Imbalance> wrong = engine.host().ledger().checkAtRest();
        wrong.forEach(i -> System.out.println("  NOT BALANCED " + i));
        System.out.println("ledger: " + (wrong.isEmpty() ? "balanced" : "NOT balanced"));
        String read = broker.readBack(TOPIC);
        System.out.println("read back from Kafka by an independent consumer: " + read);
        return wrong.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
