package io.headwater.bench;

import io.headwater.broker.BrokerProcess;
import io.headwater.flow.Ledger;
import io.headwater.uplink.Outbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a long outage costs when it ends: {@code headwater bench backlog}. */
@Command(name = "bench backlog", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Fills an outbox as a long outage does, starts the product on it, and tells how long it takes from being ready to the first record in Kafka and",
            "to the last, and how much memory that takes beyond the same product with nothing to do."},
        footer = {"", "Exit codes: 0 done; 1 it failed; 2 wrong use; 3 something is not built."})
final class Backlog implements Callable<Integer> {
    private static final int BATCH = 1000;
    private static final long IDLE_MILLIS = 10_000;
    private static final long LOOK_MILLIS = 500;

    @Option(names = "--megabytes", paramLabel = "MB", defaultValue = "2000", converter = AtLeastOne.class, description = "Of contents, without what the file adds; default ${DEFAULT-VALUE}.")
    private int megabytes;

    @Option(names = "--size", paramLabel = "BYTES", defaultValue = "1000", converter = AtLeastOne.class, description = "Of a record's content; default ${DEFAULT-VALUE}.")
    private int size;

    @Mixin
    private final RootOption root = new RootOption();

    public static void main(String[] args) {
        System.exit(RivalCommand.line(new Backlog()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = root.find();
        Path work = Folders.temporary();
        long quota = 3L * megabytes * 1_000_000 + (64L << 20);
        Path routes = IdleRoute.write(Files.createDirectories(work.resolve("routes")));
        int records = (int) (megabytes * 1_000_000L / size);
        System.out.printf(Locale.ROOT, "filling an outbox with %,d records of %d bytes%n", records, size);
        long fillBegan = System.nanoTime();
        fill(work.resolve("full"), quota, records);
        System.out.printf(Locale.ROOT, "  %.0f s, %.0f MB on disk%n", (System.nanoTime() - fillBegan) / 1e9, Files.size(work.resolve("full/outbox.db")) / 1e6);
        try (BrokerProcess broker = BrokerProcess.start(work.resolve("broker"), BrokerProcess.freePort(), List.of(home.resolve("src/broker/target/headwater-broker-0.1.0.jar")));
                TopicEnd end = TopicEnd.of(broker.bootstrapServers(), "bench")) {
            Map<String, String> environment = Map.of("HEADWATER_DEVICE", "bench", "HEADWATER_OUTBOX_MAXBYTES", Long.toString(quota));
            double idle = idle(home, routes, Files.createDirectories(work.resolve("empty")), broker, environment);
            System.out.printf(Locale.ROOT, "nothing to do: %.0f MB resident%n", idle);
            long began = System.nanoTime();
            try (Product product = new Product(home, routes, work.resolve("full"), BrokerProcess.freePort(), broker.bootstrapServers(), environment)) {
                long ready = product.awaitReady();
                long first = end.await(1);
                System.out.printf(Locale.ROOT, "with the backlog: ready after %.2f s; first record in Kafka %.2f s later%n", (ready - began) / 1e9, (first - ready) / 1e9);
                watch(product, end, records, first);
                double peak = product.peakMegabytes();
                System.out.printf(Locale.ROOT, "peak %.0f MB resident, %.0f MB above idle%n", peak, peak - idle);
            }
        }
        return 0;
    }

    private void fill(Path state, long quota, int records) throws Exception {
        try (Outbox outbox = Outbox.in(state, quota, new Ledger())) {
            new Keeping(outbox, "bench", FeedRun.payload(size), BATCH).keep(records);
        }
    }

    private static double idle(Path home, Path routes, Path state, BrokerProcess broker, Map<String, String> environment) throws Exception {
        try (Product product = new Product(home, routes, state, BrokerProcess.freePort(), broker.bootstrapServers(), environment)) {
            product.awaitReady();
            Thread.sleep(IDLE_MILLIS);
            return product.residentMegabytes();
        }
    }

    private static void watch(Product product, TopicEnd end, int records, long first) throws InterruptedException {
        long told = first;
        while (true) {
            long has = end.now();
            long now = System.nanoTime();
            if (has >= records || now - told > 5_000_000_000L) {
                told = now;
                System.out.printf(Locale.ROOT, "  %5.1f s %,12d records in Kafka, %,.0f a second, %.0f MB resident%n", (now - first) / 1e9, has, has / ((now - first) / 1e9), product.residentMegabytes());
            }
            if (has >= records) {
                return;
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
