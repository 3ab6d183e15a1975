package io.headwater.torture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code headwater torture}: tries to break what is promised. */
@Command(name = "headwater torture", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Tries to break what is promised, by a seed, and tells what was lost.",
            "Without a command: runs a box with sources that are acknowledged (HTTP, a Kafka topic, MQTT; as they are, and in windows) into a real broker, kills and freezes "
                + "them all at random moments, and holds the sources' own books against what an independent consumer finds in Kafka."},
        subcommands = PowerCutCommand.class,
        footer = {"", "Exit codes: 0 nothing was lost; 1 something was, or the run failed; 2 wrong use; 3 a tool is missing."})
final class Torture implements Callable<Integer> {
    @Option(names = "--cuts", paramLabel = "N", defaultValue = "50", description = "How often harm is done; default ${DEFAULT-VALUE}.")
    private int cuts;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Chooses harms and moments; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--without", paramLabel = "HARM", split = ",", description = {"Leaves harms out, separated by commas: ${COMPLETION-CANDIDATES}.",
            "Without FLIP_BYTES nothing at all may be missing."})
    private Set<Fault> without = EnumSet.noneOf(Fault.class);

    @Option(names = "--work", paramLabel = "DIR", description = "An empty folder for state, broker and logs, which is kept; default: one of its own, deleted when nothing was lost.")
    private @Nullable Path work;

    private Torture() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Torture()).setExecutionExceptionHandler((error, line, parsed) -> {
            line.getErr().println("error: " + (error.getMessage() == null ? error : error.getMessage()));
            return error instanceof MissingToolException ? 3 : 1;
        }).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        long start = System.nanoTime();
        Path folder = work == null ? Files.createTempDirectory("headwater-torture") : Files.createDirectories(work);
        Report report = new Cuts(Path.of(System.getProperty("headwater.home")), folder, seed, without, System.err::println).run(cuts);
        report.durations().lines().forEach(System.out::println);
        System.out.printf(Locale.ROOT, "seed %d: %d cuts in %.0f s, %d starts of the box%n", seed, cuts, (System.nanoTime() - start) / 1e9, report.starts());
        report.books().forEach((source, book) -> System.out.printf("  %-12s %d inputs acknowledged, %d of them missing in Kafka; %d records came again under the same id, %d were changed%n",
                source, book.acknowledged(), book.missing().size(), book.duplicates(), book.changed()));
        System.out.printf("  %d records were told as damaged or missing%n", report.told());
        System.out.println(report.wrong().isEmpty() ? "  ledger: balanced each time, and over all restarts" : "  wrong: " + report.wrong());
        report.books().forEach((source, book) -> book.missing().stream().limit(10).forEach(id -> System.out.println("  missing: " + id)));
        System.out.println(report.isAsPromised() ? "as promised" : "NOT as promised");
        if (!report.isAsPromised()) {
            System.out.println("  state, broker and logs: " + folder);
        } else if (work == null) {
            PowerCutCommand.delete(folder);
        }
        return report.isAsPromised() ? 0 : 1;
    }
}
