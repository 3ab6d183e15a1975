package io.headwater.runtime;

import io.headwater.uplink.OutboxReader;
import io.headwater.uplink.Shelf;
import java.io.Console;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code headwater outbox purge}: records are taken out for good. */
@Command(name = "purge", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Takes records out for good, after asking. What is on its way to Kafka stays.", "They are counted as purged; dead letters and damaged ones stay counted as such."})
final class OutboxPurgeCommand implements Callable<Integer> {
    @Option(names = "--shelf", paramLabel = "SHELF", required = true, description = "What to take out: ${COMPLETION-CANDIDATES}.")
    Shelf shelf = Shelf.DEAD;

    @Mixin
    OutboxChange change = new OutboxChange();

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        String what = switch (shelf) {
            case WAITING -> "records that Kafka has never acknowledged";
            case DEAD -> "dead letters";
            case DAMAGED -> "damaged records";
        } + (change.place.lane == null ? " of all lanes" : " of lane " + change.place.lane);
        if (!yes && !agreed(what)) {
            spec.commandLine().getErr().println("nothing was changed");
            return ExitCode.FAILED;
        }
        long records = change.run("/api/outbox/purge?shelf=" + shelf, outbox -> outbox.purge(shelf, change.place.lane));
        spec.commandLine().getOut().println(records + " " + what + " taken out");
        return ExitCode.DONE;
    }

    private boolean agreed(String what) {
        try (OutboxReader reader = change.place.read()) {
            if (reader.after(shelf, change.place.lane, 0, 1).isEmpty()) {
                return true; // there is nothing to lose
            }
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new ParameterException(spec.commandLine(), "--yes is missing: nobody can be asked whether the " + what + " may go for good");
        }
        String answer = console.readLine("Take the %s out of %s for good? [y/N] ", what, change.place.folder());
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
