package io.headwater.bench;

import io.headwater.broker.BrokerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records a second through the outbox into Kafka: {@code headwater bench uplink}. */
@Command(name = "bench uplink", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Keeps records in the outbox as fast as it takes them while they are taken to a real broker, and the same without a disk: by a bare",
            "producer with the same settings, without and with the headers of the same records, and by Camel's seda: into kafka:. The clock stops when Kafka holds the last record."},
        footer = {"", "Exit codes: 0 done; 1 a contestant failed; 2 wrong use; 3 something is not built."})
final class UplinkRate implements Callable<Integer> {
    @Option(names = "--records", paramLabel = "N", defaultValue = "400000", converter = AtLeastOne.class, description = "A run and contestant; the slow ones get fewer; default ${DEFAULT-VALUE}.")
    private int records;

    @Option(names = "--size", paramLabel = "BYTES", defaultValue = "200", converter = AtLeastOne.class, description = "Of a record's content; default ${DEFAULT-VALUE}.")
    private int size;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "3", converter = AtLeastOne.class, description = "Rounds, all contestants in each; default ${DEFAULT-VALUE}.")
    private int runs;

    @Option(names = "--only", paramLabel = "WHO", split = ",", description = "Some contestants only: ${COMPLETION-CANDIDATES}.")
    private List<Sender> only = List.of(Sender.values());

    @Mixin
    private final RootOption root = new RootOption();

    public static void main(String[] args) {
        System.exit(RivalCommand.line(new UplinkRate()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = root.find();
        ChildJvm jvm = new ChildJvm(List.of("-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
        System.out.printf("%d cores, Java %s, %d records of %d bytes, acks=all, one partition, flags: %s%n", Runtime.getRuntime().availableProcessors(), Runtime.version(), records, size,
                String.join(" ", jvm.flags()));
        Map<Sender, List<Double>> rates = new EnumMap<>(Sender.class);
        Path work = Folders.temporary();
        try (BrokerProcess broker = BrokerProcess.start(work.resolve("broker"), BrokerProcess.freePort(), List.of(home.resolve("src/broker/target/headwater-broker-0.1.0.jar")))) {
            for (int round = 1; round <= runs; round++) {
                for (Sender sender : only) {
                    rates.computeIfAbsent(sender, s -> new ArrayList<>()).add(run(sender, jvm, home, work, broker.bootstrapServers(), round));
                }
            }
        }
        report(rates);
        return 0;
    }

    private double run(Sender sender, ChildJvm jvm, Path home, Path work, String bootstrap, int round) throws Exception {
        String topic = sender.name().toLowerCase(Locale.ROOT) + "-" + round;
        Path state = Files.createDirectories(work.resolve(topic));
        IdleRoute.write(Files.createDirectories(state.resolve("routes")));
        int warm = sender.share(records / 4);
        try (TopicEnd end = TopicEnd.of(bootstrap, topic);
                Talk child = jvm.talk(sender.command(home, state, bootstrap, topic, records / 4, records, size), work.resolve(topic + ".log"))) {
            child.await(FeedRun.WARM);
            end.await(warm);
            long start = System.nanoTime();
            child.go();
            double seconds = (end.await(warm + sender.share(records)) - start) / 1e9;
            double rate = sender.share(records) / seconds;
            System.out.printf(Locale.ROOT, "  round %d  %-22s %,10.0f records/s   %s%n", round, sender.title(), rate, child.end(FeedRun.FACTS));
            return rate;
        } finally {
            Folders.delete(state);
        }
    }

    private static void report(Map<Sender, List<Double>> rates) {
        System.out.printf("%n%-24s %30s %32s %32s%n", "", "records/s (min median max)", "of the bare producer", "of it with the same records");
        rates.forEach((sender, all) -> {
            Spread spread = Spread.of(all);
            System.out.printf(Locale.ROOT, "%-24s %,10.0f %,9.0f %,9.0f", sender.title(), spread.min(), spread.median(), spread.max());
            for (Sender rival : List.of(Sender.PRODUCER, Sender.EVENTS)) {
                Spread ratio = ratio(all, rates.get(rival));
                System.out.print(ratio == null ? " ".repeat(33) : String.format(Locale.ROOT, " %12.3f %9.3f %9.3f", ratio.min(), ratio.median(), ratio.max()));
            }
            System.out.println();
        });
    }

    /** Round by round; null where the rival did not run. */
    private static @Nullable Spread ratio(List<Double> rates, @Nullable List<Double> rival) {
        return rival == null ? null : Spread.of(IntStream.range(0, rates.size()).mapToObj(i -> rates.get(i) / rival.get(i)).toList());
    }
}
