package io.headwater.torture;

import com.fasterxml.jackson.databind.JsonNode;
import io.headwater.broker.BrokerProcess;
import io.headwater.contract.Mosquitto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a box with sources that are acknowledged into a real broker, and does it harm, by a seed; at the end the sources' own books
 *  are held against what an independent consumer finds in Kafka.
 *  <p>Threading: one use. */
final class Cuts {
    private static final long QUIET_SECONDS = 120;
    private static final long QUIET_WHEN_EMPTY_SECONDS = 15;
    private static final long LOOK_MILLIS = 200;
    private static final long FIRST_LIFE_SECONDS = 3;

    private final Path home;
    private final Path work;
    private final SplittableRandom random;
    private final Set<Fault> without;
    private final Consumer<String> progress;
    private final Durations durations = new Durations();
    private final List<String> wrong = new ArrayList<>();

    /** @param without harms that are not done */
    Cuts(Path home, Path work, long seed, Set<Fault> without, Consumer<String> progress) {
        this.without = without;
        this.home = home;
        this.work = work;
        this.random = new SplittableRandom(seed);
        this.progress = progress;
    }

    Report run(int cuts) throws IOException, InterruptedException {
        try (StateDisk disk = new StateDisk(work.resolve("state"));
                BrokerProcess broker = BrokerProcess.start(work.resolve("broker"), BrokerProcess.freePort(), List.of(home.resolve("src/broker/target/headwater-broker-0.1.0.jar")));
                Mosquitto mosquitto = mosquitto();
                Box box = new Box(home, work, BrokerProcess.freePort(), broker.bootstrapServers(), environment(broker, mosquitto))) {
            boolean isAsPromised = false;
            try {
                Report report = run(cuts, disk, broker, mosquitto, box);
                isAsPromised = report.isAsPromised();
                return report;
            } finally {
                if (!isAsPromised) {
                    box.kill();
                    disk.copyTo(work.resolve("state-at-end"));
                }
            }
        }
    }

    private Report run(int cuts, StateDisk disk, BrokerProcess broker, @Nullable Mosquitto mosquitto, Box box) throws IOException, InterruptedException {
        List<Source> sources = sources(box, broker, mosquitto);
        firstLife(box, sources);
        Harm harm = new Harm(box, broker, mosquitto, disk, work.resolve("state"), random, without, wrong);
        for (int cut = 1; cut <= cuts; cut++) {
            cut(cut, cuts, box, harm, sources);
        }
        for (Source source : sources) {
            source.close();
        }
        progress.accept("sources ended; waiting until all is delivered");
        return settle(box, broker, sources);
    }

    private @Nullable Mosquitto mosquitto() throws IOException, InterruptedException {
        if (!Mosquitto.isInstalled()) {
            progress.accept("mosquitto is not installed: no source speaks MQTT (apt-get install mosquitto brings it)");
            return null;
        }
        return new Mosquitto(work.resolve("mosquitto"), BrokerProcess.freePort()).start();
    }

    private Map<String, String> environment(BrokerProcess broker, @Nullable Mosquitto mosquitto) throws IOException {
        Map<String, String> environment = new TreeMap<>(Map.of("HEADWATER_DEVICE", "torture", "HEADWATER_TORTURE_KAFKA", broker.bootstrapServers(),
                Harm.QUOTA, Harm.USUAL_QUOTA));
        copyRoutes("torture.camel.yaml");
        if (mosquitto != null) {
            copyRoutes("torture-mqtt.camel.yaml");
            environment.put("HEADWATER_TORTURE_MQTT", Integer.toString(mosquitto.port()));
        }
        return environment;
    }

    private void copyRoutes(String file) throws IOException {
        Path routes = Files.createDirectories(work.resolve("routes"));
        try (InputStream route = Objects.requireNonNull(Cuts.class.getResourceAsStream("/" + file))) {
            Files.copy(route, routes.resolve(file));
        }
    }

    private static List<Source> sources(Box box, BrokerProcess broker, @Nullable Mosquitto mosquitto) {
        List<Source> sources = new ArrayList<>(List.of(new PushSource("push", box.address().resolve("/push"), true),
                new PushSource("once", box.address().resolve("/once"), false), new TopicSource(broker.bootstrapServers(), "inputs"),
                new WindowedSource(box.address().resolve("/readings"))));
        if (mosquitto != null) {
            sources.add(new MqttSource("mqtt", mosquitto.port(), DeliveredReadings::new));
            sources.add(new MqttSource("mqttwindows", mosquitto.port(), DeliveredWindows::new));
        }
        return sources;
    }

    /** From its first start to a stop by SIGTERM, which leaves what makes the later starts quick; the sources have begun meanwhile. */
    private void firstLife(Box box, List<Source> sources) throws IOException, InterruptedException {
        box.train();
        box.awaitReady();
        sources.forEach(Source::start);
        TimeUnit.SECONDS.sleep(FIRST_LIFE_SECONDS);
        box.stop(wrong);
        box.start();
        box.awaitReady();
    }

    private void cut(int cut, int cuts, Box box, Harm harm, List<Source> sources) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        harm.pause(100, 1600);
        checkLedger(box, "before cut " + cut);
        Fault fault = harm.next(cut);
        harm.run(fault);
        box.awaitReady();
        long took = System.nanoTime() - begun;
        durations.add(fault, took);
        progress.accept("cut %d of %d: %s, %.1f s; acknowledged so far %d".formatted(cut, cuts, fault, took / 1e9,
                sources.stream().mapToInt(s -> s.acknowledged().size()).sum()));
    }

    private void checkLedger(Box box, String when) throws InterruptedException {
        try {
            JsonNode ledger = box.state().path("ledger");
            if (!ledger.path("balanced").asBoolean()) {
                wrong.add(when + ": " + ledger.path("imbalances"));
            }
        } catch (IOException e) {
            wrong.add(when + ": the box did not answer: " + e);
        }
    }

    private Report settle(Box box, BrokerProcess broker, List<Source> sources) throws IOException, InterruptedException {
        Map<Source, Delivered> delivered = new LinkedHashMap<>();
        sources.forEach(source -> delivered.put(source, source.delivered(broker.bootstrapServers())));
        awaitDelivery(box, delivered);
        checkLedger(box, "at the end");
        long told = told(box.state().path("uplink"));
        box.stop(wrong); // hands on the windows that were open
        delivered.values().forEach(Delivered::readOn);
        delivered.values().forEach(Delivered::close);
        wrong.addAll(new ReferenceConsumer(box, broker.bootstrapServers()).differences(
                delivered.values().stream().filter(found -> !(found instanceof DeliveredWindows)).toList()));
        wrong.addAll(new DurableLedger(box, work.resolve("state")).differences(delivered, told, durations.counts().containsKey(Fault.FLIP_BYTES)));
        Map<String, Report.Book> books = new TreeMap<>();
        delivered.forEach((source, found) -> books.put(source.name(), new Report.Book(source.acknowledged().size(),
                found.missing(source.acknowledged()), found instanceof DeliveredWindows, found.duplicates(), found.changed())));
        Report report = new Report(durations, box.starts(), books, told, wrong);
        if (books.get("once").duplicates() > 0 && !report.isFlipped()) {
            wrong.add(books.get("once").duplicates() + " records came again of what is sent exactly once");
        }
        return report;
    }

    /** Waits until every acknowledged input is in Kafka or told as lost, or nothing more has come for long. */
    private static void awaitDelivery(Box box, Map<Source, Delivered> delivered) throws IOException, InterruptedException {
        for (long last = System.nanoTime(); ; TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS)) {
            JsonNode outbox = box.state().path("uplink");
            boolean isEmpty = outbox.path("waiting").asLong() == 0;
            if (delivered.values().stream().mapToInt(Delivered::readOn).sum() > 0) {
                last = System.nanoTime();
                continue;
            }
            int missing = delivered.entrySet().stream().mapToInt(d -> d.getValue().missing(d.getKey().acknowledged()).size()).sum();
            // what lay in a damaged page of a window never comes
            if (isEmpty && missing <= told(outbox) || System.nanoTime() - last > TimeUnit.SECONDS.toNanos(isEmpty ? QUIET_WHEN_EMPTY_SECONDS : QUIET_SECONDS)) {
                return;
            }
        }
    }

    private static long told(JsonNode outbox) {
        return outbox.path("damaged").asLong() + outbox.path("missing").asLong();
    }
}
