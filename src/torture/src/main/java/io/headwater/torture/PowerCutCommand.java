package io.headwater.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Opens what power cuts would have left of an outbox. */
@Command(name = "power-cut", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Records every write and sync by which an outbox is used (strace), builds what a power cut could have left at and between "
                + "them, opens each as the box would, and checks that every record that was answered is there.",
            "A disk that is stricter than any in use: only what was synced is sure; of the rest any part, any order, torn sectors, noise."})
final class PowerCutCommand implements Callable<Integer> {
    @Option(names = "--images", paramLabel = "N", defaultValue = "5000", description = "How many images to open; default ${DEFAULT-VALUE}.")
    private int images;

    @Option(names = "--records", paramLabel = "N", defaultValue = "3000", description = "How many records the recorded process keeps; default ${DEFAULT-VALUE}.")
    private int records;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Chooses payloads, moments and damages; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--work", paramLabel = "DIR", defaultValue = "/dev/shm", description = "Where images are written, better in memory; default ${DEFAULT-VALUE}.")
    private Path work = Path.of("/dev/shm");

    private int told;

    @Override
    public Integer call() throws Exception {
        if (!MissingToolException.has("strace")) {
            throw new MissingToolException("strace", "strace");
        }
        long start = System.nanoTime();
        Path folder = Files.createTempDirectory(Files.isWritable(work) ? work : Path.of(System.getProperty("java.io.tmpdir")), "headwater-power-cut");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> delete(folder)));
        PowerCuts cuts = new PowerCuts(folder, seed);
        System.err.printf("recording a process that keeps %d records%n", records);
        List<DiskEvent> events = cuts.record(records);
        System.err.printf("opening %d images of its disk%n", images);
        PowerCuts.Report report = cuts.check(events, images, this::progress);
        System.out.printf(Locale.ROOT, "%d events on the disk, %d of them syncs; %d records kept; %d distinct images opened in %.0f s; %d with a fault%n",
                report.events(), report.syncs(), report.kept(), report.images(), (System.nanoTime() - start) / 1e9, report.faults().size());
        report.faults().stream().limit(20).forEach(fault -> System.out.println("  " + fault));
        return report.faults().isEmpty() ? 0 : 1;
    }

    private synchronized void progress(int number) {
        if (number / 500 > told) {
            told = number / 500;
            System.err.printf("  %d%n", told * 500);
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Collections.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println(folder + " is left behind: " + e.getMessage());
        }
    }
}
