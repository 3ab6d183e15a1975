package io.headwater.torture;

import com.fasterxml.jackson.databind.JsonNode;
import io.headwater.broker.BrokerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a box with sources that are acknowledged into a real broker, and does it harm, by a seed; at the end the sources' own books
 *  are held against what an independent consumer finds in Kafka.
 *  <p>Threading: one use. */
final class Cuts {
    private static final long DRAIN_SECONDS = 120;
    private static final int SIGTERM = 143;

    private final Path home;
    private final Path work;
    private final SplittableRandom random;
    private final Consumer<String> progress;
    private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);

    Cuts(Path home, Path work, long seed, Consumer<String> progress) {
        this.home = home;
        this.work = work;
        this.random = new SplittableRandom(seed);
        this.progress = progress;
    }

    /** What was found.
     *
     *  @param faults how often each was done
     *  @param acknowledged inputs that were acknowledged, by source
     *  @param missing of these, what is not in Kafka, by source
     *  @param duplicates records beyond the first of their id
     *  @param changed records that hold other bytes than were put in
     *  @param unbalanced what the ledger said, each time that it did not close; and where {@code headwater consume} counts otherwise */
    record Report(Map<Fault, Integer> faults, int starts, Map<String, Integer> acknowledged, Map<String, Set<String>> missing, int duplicates,
            int changed, List<String> unbalanced) {
        boolean isAsPromised() {
            return changed == 0 && unbalanced.isEmpty() && missing.values().stream().allMatch(Set::isEmpty)
                    && acknowledged.values().stream().allMatch(n -> n > 0);
        }
    }

    Report run(int cuts) throws IOException, InterruptedException {
        copyRoutes();
        int port = BrokerProcess.freePort();
        List<String> unbalanced = new ArrayList<>();
        try (BrokerProcess broker = BrokerProcess.start(work.resolve("broker"), BrokerProcess.freePort(), List.of(home.resolve("src/broker/target/headwater-broker-0.1.0.jar")));
                Box box = new Box(home, work, port, broker.bootstrapServers(), Map.of("HEADWATER_DEVICE", "torture",
                        "HEADWATER_TORTURE_KAFKA", broker.bootstrapServers(), "HEADWATER_OUTBOX_MAXBYTES", "64MiB"))) {
            List<Source> sources = List.of(new PushSource("push", box.address().resolve("/push"), true),
                    new PushSource("once", box.address().resolve("/once"), false), new TopicSource(broker.bootstrapServers(), "inputs"),
                    new WindowedSource(box.address().resolve("/readings")));
            box.start();
            box.awaitReady();
            sources.forEach(Source::start);
            for (int cut = 1; cut <= cuts; cut++) {
                pause(200, 2000);
                checkLedger(box, cut, unbalanced);
                Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
                harm(fault, box, broker);
                done.merge(fault, 1, Integer::sum);
                box.awaitReady();
                progress.accept("cut %d of %d: %s; acknowledged so far %d".formatted(cut, cuts, fault,
                        sources.stream().mapToInt(s -> s.acknowledged().size()).sum()));
            }
            for (Source source : sources) {
                source.close();
            }
            progress.accept("sources ended; waiting until all is delivered");
            Map<Source, Delivered> delivered = new LinkedHashMap<>();
            sources.forEach(source -> delivered.put(source, source.delivered(broker.bootstrapServers())));
            awaitDelivery(box, delivered);
            unbalanced.addAll(new ReferenceConsumer(home, work, broker.bootstrapServers()).differences(
                    delivered.values().stream().filter(found -> !(found instanceof DeliveredWindows)).toList()));
            delivered.forEach((source, found) -> {
                if (source.name().equals("once") && found.duplicates() > 0) {
                    unbalanced.add(found.duplicates() + " records came again of what is sent exactly once");
                }
            });
            delivered.values().forEach(Delivered::close);
            checkLedger(box, cuts, unbalanced);
            int code = box.stop();
            if (code != 0 && code != SIGTERM) {
                unbalanced.add("the box ended with exit code " + code);
            }
            return report(box, delivered, unbalanced);
        }
    }

    private void copyRoutes() throws IOException {
        Path routes = Files.createDirectories(work.resolve("routes"));
        try (InputStream route = Objects.requireNonNull(Cuts.class.getResourceAsStream("/torture.camel.yaml"))) {
            Files.copy(route, routes.resolve("torture.camel.yaml"));
        }
    }

    private void harm(Fault fault, Box box, BrokerProcess broker) throws IOException, InterruptedException {
        switch (fault) {
            case KILL_BOX -> {
                box.kill();
                box.start();
            }
            case KILL_STARTING_BOX -> {
                box.kill();
                box.start();
                pause(0, 3000);
                box.kill();
                box.start();
            }
            case KILL_BROKER -> {
                broker.kill();
                pause(0, 1000);
                broker.restart();
            }
            case FREEZE_BROKER -> {
                signal("STOP", broker);
                pause(500, 3000);
                signal("CONT", broker);
            }
            case KILL_BOX_BEHIND_FROZEN_BROKER -> {
                signal("STOP", broker);
                pause(100, 1500);
                box.kill();
                signal("CONT", broker);
                box.start();
            }
            case START_WITHOUT_BROKER -> {
                broker.kill();
                box.kill();
                box.start();
                pause(500, 4000);
                broker.restart();
            }
        }
    }

    private void pause(int from, int to) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(from, to));
    }

    private static void signal(String name, BrokerProcess broker) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(broker.process().pid())).inheritIO().start().waitFor();
    }

    private static void checkLedger(Box box, int cut, List<String> unbalanced) throws InterruptedException {
        try {
            JsonNode ledger = box.state().path("ledger");
            if (!ledger.path("balanced").asBoolean()) {
                unbalanced.add("before cut " + cut + ": " + ledger.path("imbalances"));
            }
        } catch (IOException e) {
            unbalanced.add("before cut " + cut + ": the box did not answer: " + e);
        }
    }

    /** Waits until every acknowledged input is in Kafka, or nothing more has come for long. */
    private static void awaitDelivery(Box box, Map<Source, Delivered> delivered) throws IOException, InterruptedException {
        for (long until = 0; ; TimeUnit.SECONDS.sleep(1)) {
            int came = delivered.values().stream().mapToInt(Delivered::readOn).sum();
            if (came > 0 || until == 0) {
                until = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
            }
            boolean all = delivered.entrySet().stream().allMatch(d -> d.getValue().missing(d.getKey().acknowledged()).isEmpty());
            if (all && box.state().path("uplink").path("waiting").asLong() == 0 || System.nanoTime() > until) {
                return;
            }
        }
    }

    private Report report(Box box, Map<Source, Delivered> delivered, List<String> unbalanced) {
        Map<String, Integer> acknowledged = new TreeMap<>();
        Map<String, Set<String>> missing = new TreeMap<>();
        delivered.forEach((source, found) -> {
            acknowledged.put(source.name(), source.acknowledged().size());
            missing.put(source.name(), found.missing(source.acknowledged()));
        });
        return new Report(done, box.starts(), acknowledged, missing, delivered.values().stream().mapToInt(Delivered::duplicates).sum(),
                delivered.values().stream().mapToInt(Delivered::changed).sum(), unbalanced);
    }
}
