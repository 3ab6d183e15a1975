package io.headwater.runtime;

import io.headwater.uplink.OutboxReader;
import io.headwater.uplink.OutboxReader.Stored;
import io.headwater.uplink.Shelf;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater outbox peek}: the first records, a line each. */
@Command(name = "peek", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Shows the oldest records that wait, or those that lie with the dead letters or the damaged, with the reason.")
final class OutboxPeekCommand implements Callable<Integer> {
    @Mixin
    OutboxPlace place = new OutboxPlace();

    @Mixin
    OutboxPlace.Which which = new OutboxPlace.Which();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many. Default: ${DEFAULT-VALUE}.")
    int limit;

    @Option(names = "--after", paramLabel = "SEQUENCE", defaultValue = "0", description = "Only records behind this one, to go on from the last one shown.")
    long after;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Shelf shelf = which.shelf();
        try (OutboxReader reader = place.read()) {
            List<Stored> found = reader.after(shelf, place.lane, after, limit);
            found.forEach(r -> out.println(line(r, shelf)));
            out.println(found.isEmpty() ? "none" : found.size() < limit ? "no more" : "go on with --after " + found.getLast().sequence());
        }
        return ExitCode.DONE;
    }

    private static String line(Stored r, Shelf shelf) {
        String state = switch (shelf) {
            case WAITING -> r.offered() ? "offered" : "waiting";
            case DEAD -> "dead";
            case DAMAGED -> "damaged";
        };
        return r.sequence() + "  " + r.lane() + "  " + (r.sound() ? state : state + ", checksum wrong") + "  kept " + r.keptAt() + "  for " + r.topic() + "  "
                + r.type() + "  " + r.payload().length + " B  " + r.id() + (r.reason() == null ? "" : "\n    " + r.reason());
    }
}
