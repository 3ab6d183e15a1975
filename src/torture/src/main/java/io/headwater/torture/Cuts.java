package io.headwater.torture;

import com.fasterxml.jackson.databind.JsonNode;
import io.headwater.broker.BrokerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final String QUOTA = "HEADWATER_OUTBOX_MAXBYTES";

    private final Path home;
    private final Path work;
    private final SplittableRandom random;
    private final Consumer<String> progress;
    private Duration clock = Duration.ZERO;
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
     *  @param told records that the outbox told as damaged or missing; without {@link Fault#FLIP_BYTES} there are none
     *  @param unbalanced what the ledger said, each time that it did not close; and where {@code headwater consume} counts otherwise */
    record Report(Map<Fault, Integer> faults, int starts, Map<String, Integer> acknowledged, Map<String, Set<String>> missing, int duplicates,
            int changed, long told, List<String> unbalanced) {
        boolean isAsPromised() {
            boolean flipped = faults.containsKey(Fault.FLIP_BYTES); // what of a window lay in a damaged page is told in the log, by no number
            int lost = missing.entrySet().stream().filter(source -> !flipped || !source.getKey().equals("windows")).mapToInt(source -> source.getValue().size()).sum();
            return changed == 0 && unbalanced.isEmpty() && lost <= told && (told == 0 || flipped) && acknowledged.values().stream().allMatch(n -> n > 0);
        }
    }

    Report run(int cuts) throws IOException, InterruptedException {
        copyRoutes();
        int port = BrokerProcess.freePort();
        List<String> unbalanced = new ArrayList<>();
        try (StateDisk disk = new StateDisk(work.resolve("state"));
                BrokerProcess broker = BrokerProcess.start(work.resolve("broker"), BrokerProcess.freePort(), List.of(home.resolve("src/broker/target/headwater-broker-0.1.0.jar")));
                Box box = new Box(home, work, port, broker.bootstrapServers(), Map.of("HEADWATER_DEVICE", "torture",
                        "HEADWATER_TORTURE_KAFKA", broker.bootstrapServers(), QUOTA, "64MiB"))) {
            List<Source> sources = List.of(new PushSource("push", box.address().resolve("/push"), true),
                    new PushSource("once", box.address().resolve("/once"), false), new TopicSource(broker.bootstrapServers(), "inputs"),
                    new WindowedSource(box.address().resolve("/readings")));
            box.start();
            box.awaitReady();
            sources.forEach(Source::start);
            for (int cut = 1; cut <= cuts; cut++) {
                pause(200, 2000);
                checkLedger(box, cut, unbalanced);
                Fault fault = next(cut);
                harm(fault, box, broker, disk);
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
                if (source.name().equals("once") && found.duplicates() > 0 && !done.containsKey(Fault.FLIP_BYTES)) {
                    unbalanced.add(found.duplicates() + " records came again of what is sent exactly once");
                }
            });
            delivered.values().forEach(Delivered::close);
            checkLedger(box, cuts, unbalanced);
            long told = told(box.state().path("uplink"));
            int code = box.stop();
            if (code != 0 && code != SIGTERM) {
                unbalanced.add("the box ended with exit code " + code);
            }
            return report(box, delivered, told, unbalanced);
        }
    }

    /** Each once, then by chance. */
    private Fault next(int cut) {
        Fault[] all = Fault.values();
        return all[cut <= all.length ? cut - 1 : random.nextInt(all.length)];
    }

    private void copyRoutes() throws IOException {
        Path routes = Files.createDirectories(work.resolve("routes"));
        try (InputStream route = Objects.requireNonNull(Cuts.class.getResourceAsStream("/torture.camel.yaml"))) {
            Files.copy(route, routes.resolve("torture.camel.yaml"));
        }
    }

    private void harm(Fault fault, Box box, BrokerProcess broker, StateDisk disk) throws IOException, InterruptedException {
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
            case DISK_FULL -> fillDisk(box, broker, disk);
            case TEAR_TAIL -> {
                box.kill();
                new Ruin(work.resolve("state"), random).tearTail();
                box.start();
            }
            case FLIP_BYTES -> {
                signal("STOP", broker); // so that there is something to be damaged
                pause(500, 1500);
                box.kill();
                signal("CONT", broker);
                new Ruin(work.resolve("state"), random).flipBytes();
                box.start();
            }
            case CLOCK_BACK -> {
                box.kill();
                clock = clock.minusSeconds(random.nextInt(1, 100_000));
                box.set("HEADWATER_TEST_CLOCK", clock.toString());
                box.start();
            }
        }
    }

    private void fillDisk(Box box, BrokerProcess broker, StateDisk disk) throws IOException, InterruptedException {
        signal("STOP", broker);
        if (disk.isMounted()) {
            disk.fill();
            pause(500, 3000);
            boolean killed = random.nextBoolean();
            if (killed) {
                box.kill();
            }
            disk.clear();
            if (killed) {
                box.start();
            }
        } else {
            box.kill();
            box.set(QUOTA, "8MiB");
            box.start();
            box.awaitReady();
            pause(3000, 8000);
            box.set(QUOTA, "64MiB");
        }
        signal("CONT", broker);
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

    /** Waits until every acknowledged input is in Kafka or told as lost, or nothing more has come for long. */
    private static void awaitDelivery(Box box, Map<Source, Delivered> delivered) throws IOException, InterruptedException {
        for (long until = 0; ; TimeUnit.SECONDS.sleep(1)) {
            int came = delivered.values().stream().mapToInt(Delivered::readOn).sum();
            if (came > 0 || until == 0) {
                until = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
            }
            int missing = delivered.entrySet().stream().mapToInt(d -> d.getValue().missing(d.getKey().acknowledged()).size()).sum();
            JsonNode outbox = box.state().path("uplink");
            if (missing <= told(outbox) && outbox.path("waiting").asLong() == 0 || System.nanoTime() > until) {
                return;
            }
        }
    }

    private static long told(JsonNode outbox) {
        return outbox.path("damaged").asLong() + outbox.path("missing").asLong();
    }

    private Report report(Box box, Map<Source, Delivered> delivered, long told, List<String> unbalanced) {
        Map<String, Integer> acknowledged = new TreeMap<>();
        Map<String, Set<String>> missing = new TreeMap<>();
        delivered.forEach((source, found) -> {
            acknowledged.put(source.name(), source.acknowledged().size());
            missing.put(source.name(), found.missing(source.acknowledged()));
        });
        return new Report(done, box.starts(), acknowledged, missing, delivered.values().stream().mapToInt(Delivered::duplicates).sum(),
                delivered.values().stream().mapToInt(Delivered::changed).sum(), told, unbalanced);
    }
}
