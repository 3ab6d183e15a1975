package io.headwater.bench;

import io.headwater.exchange.Host;
import io.headwater.flow.Box;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Inference;
import io.headwater.flow.ModelId;
import io.headwater.flow.Origin;
import io.headwater.flow.Place;
import io.headwater.flow.Track;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether objects keep their ids and are counted right: {@code headwater bench track}. */
@Command(name = "bench track", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Follows people in made scenes whose truth is known, by the steps track and gate, and counts ids that changed and who crossed the middle; beside it with",
            "parts of the tracker left out. Then in the demo's clip: the people model's findings against those of its teacher, both followed."},
        footer = {"", "Exit codes: 0 done; 1 failed; 2 wrong use; 3 something is missing."})
final class Following implements Callable<Integer> {
    private static final ModelId MADE = new ModelId("made", "1.0.0", "0".repeat(64));
    private static final int FIRST_JUDGED = 540;
    private static final String STEPS = """
                    - to:
                        id: follow
                        uri: track
                        parameters:
                          name: people
            %s        - to:
                        id: middle
                        uri: gate
                        parameters:
                          name: middle
                          line: "0.5,0.0;0.5,1.0"
                    - process:
                        id: look
                        ref: look
            """;
    private static final String FED = """
            - route:
                id: followed
                from:
                  id: in
                  uri: direct
                  parameters:
                    name: in
                  steps:
            """ + STEPS;
    private static final String CLIP = """
            - route:
                id: followed
                from:
                  id: cam
                  uri: camera
                  parameters:
                    name: cam
                    location: "{{clip}}"
                    pace: fast
                  steps:
                    - to:
                        id: find
                        uri: infer
                        parameters:
                          model: people
                          minScore: 0.1
            """ + STEPS;

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "30", converter = AtLeastOne.class, description = "Of made scenes; default ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", converter = AtLeastOne.class, description = "Of the made scenes; default ${DEFAULT-VALUE}.")
    private int seed;

    @Mixin
    private final RootOption root = new RootOption();

    public static void main(String[] args) {
        System.exit(RivalCommand.line(new Following()).execute(args));
    }

    /** What the steps said of a frame. */
    private record Said(Map<Long, Box> tracks) {}

    /** What they said, and who crossed. */
    private static final class Heard {
        private final Map<Long, Said> frames = new TreeMap<>();
        private final Map<Long, Integer> lengths = new HashMap<>();
        private int inwards;
        private int outwards;

        synchronized void hear(Inference inference) {
            Detections said = (Detections) inference.answer();
            Map<Long, Box> tracks = new HashMap<>();
            for (Detection found : said.all()) {
                Track track = found.track();
                if (track != null) {
                    tracks.put(track.id(), found.box());
                    lengths.merge(track.id(), 1, Integer::sum);
                }
            }
            frames.put(inference.origin().sequence(), new Said(tracks));
            for (Place place : said.places()) {
                if (place instanceof Place.Line line) {
                    line.crossings().forEach(crossing -> {
                        inwards += crossing.direction() == Place.Direction.IN ? 1 : 0;
                        outwards += crossing.direction() == Place.Direction.OUT ? 1 : 0;
                    });
                }
            }
        }

        Map<Long, Box> tracks(long frame) {
            Said said = frames.get(frame);
            return said == null ? Map.of() : said.tracks;
        }

        /** Objects that were told in ten frames at least. */
        long objects() {
            return lengths.values().stream().filter(n -> n >= 10).count();
        }
    }

    /** A route that ends in an ear. */
    private static final class Run implements AutoCloseable {
        private final Path folder = Files.createTempDirectory("headwater-bench");
        private final DefaultCamelContext context = new DefaultCamelContext();
        private final Host host;
        private final Heard heard = new Heard();

        Run(Path home, String route) throws Exception {
            host = Host.builder().device("bench").state(folder).models(home.resolve("routes/people/models")).build().install(context);
            context.getPropertiesComponent().addInitialProperty("clip", home.resolve("routes/people/crossing.mp4").toString());
            context.getRegistry().bind("look", (Processor) exchange -> heard.hear((Inference) exchange.getIn().getBody()));
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("followed.camel.yaml", route));
            context.start();
        }

        void feed(ProducerTemplate to, long frame, List<Detection> found) {
            Instant at = Instant.EPOCH.plusMillis(Math.round(1000 * frame / Walkers.FRAMES_A_SECOND));
            to.sendBody("direct:in", new Inference(new Origin("cam", 0, frame, at, at), null, Walkers.WIDTH, Walkers.HEIGHT, MADE, Duration.ZERO, new Detections(found)));
        }

        @Override
        public void close() throws Exception {
            context.close();
            host.close();
            Folders.delete(folder);
        }
    }

    @Override
    public Integer call() throws Exception {
        Path home = root.find();
        System.out.printf("made scenes: %d minutes at %.0f frames/s, seed %d%n", minutes, Walkers.FRAMES_A_SECOND, seed);
        made(home, "as it comes", "");
        made(home, "without weak findings (lowScore = highScore)", "              lowScore: 0.5\n");
        made(home, "without memory (maxLost 0s)", "              maxLost: 0s\n");
        made(home, "without either", "              lowScore: 0.5\n              maxLost: 0s\n");
        clip(home);
        return 0;
    }

    private void made(Path home, String title, String options) throws Exception {
        try (Run run = new Run(home, FED.formatted(options))) {
            Walkers walkers = new Walkers(seed);
            Identities identities = new Identities();
            ProducerTemplate to = run.context.createProducerTemplate();
            long frames = Math.round(minutes * 60 * Walkers.FRAMES_A_SECOND);
            for (long frame = 0; frame < frames; frame++) {
                Walkers.Scene scene = walkers.next();
                run.feed(to, frame, scene.found());
                Map<Long, Box> people = new HashMap<>();
                scene.people().stream().filter(p -> p.shown() > 0).forEach(p -> people.put(p.id(), p.box()));
                identities.add(people, run.heard.tracks(frame));
            }
            System.out.printf(Locale.ROOT, "  %-46s %4d ids changed of %d people, %5.1f %% kept one, MOTA %.3f; crossed in %d of %d, out %d of %d%n", title, identities.switches(), identities.people(),
                    100 * identities.kept(), identities.mota(), run.heard.inwards, walkers.inwards(), run.heard.outwards, walkers.outwards());
        }
    }

    /** The model's findings and its teacher's, in the frames that the model was not trained on. */
    private void clip(Path home) throws Exception {
        Path file = home.resolve("src/models/people/teacher-boxes.csv");
        if (!Files.isRegularFile(file)) {
            throw new MissingException("there is no " + file);
        }
        Map<Long, List<Detection>> teacher = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split(",");
            if (cells[0].matches("\\d+")) {
                teacher.computeIfAbsent(Long.parseLong(cells[0]), f -> new ArrayList<>()).add(new Detection("person", Float.parseFloat(cells[5]),
                        new Box(Float.parseFloat(cells[1]), Float.parseFloat(cells[2]), Float.parseFloat(cells[3]), Float.parseFloat(cells[4]))));
            }
        }
        try (Run taught = new Run(home, FED.formatted("")); Run student = new Run(home, CLIP.formatted(""))) {
            student.host.steps().ended("followed").join();
            ProducerTemplate to = taught.context.createProducerTemplate();
            Identities identities = new Identities();
            long last = ((TreeMap<Long, List<Detection>>) teacher).lastKey();
            for (long frame = FIRST_JUDGED; frame <= last; frame++) {
                taught.feed(to, frame, teacher.getOrDefault(frame, List.of()));
                identities.add(taught.heard.tracks(frame), student.heard.tracks(frame));
            }
            System.out.printf(Locale.ROOT, "crossing.mp4, frames %d to %d: %d people as the teacher's findings are followed; the model's findings, followed, change id %d times on them, %.1f %% kept one%n", FIRST_JUDGED, last,
                    identities.people(), identities.switches(), 100 * identities.kept());
            System.out.printf("crossing.mp4, whole: %d objects in ten frames or more, crossed in %d, out %d%n", student.heard.objects(), student.heard.inwards, student.heard.outwards);
        }
    }
}
