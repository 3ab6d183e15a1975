package io.headwater.bench;

import io.headwater.broker.BrokerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who takes records to Kafka in {@code bench uplink}. */
enum Sender {
    /** This engine's outbox and its drainer. */
    OUTBOX("outbox", OutboxFeed.class, 1),
    /** The least that takes records to Kafka. */
    PRODUCER("bare producer", ProducerFeed.class, 1),
    /** The same with the very records that the outbox sends: CloudEvents, each with its id and time. */
    EVENTS("the same, CloudEvents", ProducerFeed.class, 1),
    /** Camel with its defaults: a queue with one consumer, which waits for each acknowledgement. */
    SEDA("seda: → kafka:", SedaFeed.class, 100),
    /** Camel as one writes it who has seen that. */
    SEDA_WIDE("seda: of 64 → kafka:", SedaFeed.class, 4);

    private final String title;
    private final Class<?> main;
    private final int fewer;

    /** @param fewer how many times fewer records it gets, since it is that much slower */
    Sender(String title, Class<?> main, int fewer) {
        this.title = title;
        this.main = main;
        this.fewer = fewer;
    }

    String title() {
        return title;
    }

    int share(int records) {
        return Math.max(1, records / fewer);
    }

    /** The command after the JVM's flags, with more of them where it needs more. */
    List<String> command(Path root, Path state, String bootstrap, String topic, int warmUp, int records, int size) {
        List<String> command = new ArrayList<>(this == OUTBOX ? product(root) : List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(main.getName(), topic, Integer.toString(share(warmUp)), Integer.toString(share(records)), Integer.toString(size)));
        String port = Integer.toString(BrokerProcess.freePort());
        command.addAll(switch (this) {
            case OUTBOX -> List.of(port, "run", state.resolve("routes").toString(), "--state", state.toString(), "--port", port, "--kafka", bootstrap, "--device", "bench");
            case PRODUCER -> List.of(root.toString(), bootstrap, "bare");
            case EVENTS -> List.of(root.toString(), bootstrap, "events");
            case SEDA -> List.of(root.toString(), bootstrap, "1");
            case SEDA_WIDE -> List.of(root.toString(), bootstrap, "64");
        });
        return command;
    }

    /** As {@code java -jar} on the product's jar would have it, and this bench's classes. */
    private static List<String> product(Path root) {
        List<String> flags = new ArrayList<>();
        for (String opened : List.of("java.lang", "java.nio", "jdk.internal.misc")) {
            flags.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        flags.addAll(List.of("-Dheadwater.home=" + root, "-Dheadwater.natives=" + root.resolve("runtime/target/natives"), "-cp",
                root.resolve("src/bench/target/headwater-bench-0.1.0.jar") + ":" + root.resolve("runtime/target/headwater-runtime-0.1.0-runner.jar")));
        return flags;
    }
}
