package io.headwater.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater ledger}: what became of every item in the application that runs on this machine. */
@Command(name = "ledger", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Shows what became of every item in the application running on this machine: a line a step, again every second on a terminal, until Ctrl-C;",
                "once where its output goes elsewhere. Exit code 1 when a sum does not close at any look."},
        footer = {"", "Example:", "  headwater ledger --json | jq .balanced"})
final class LedgerCommand implements Callable<Integer> {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

    @Option(names = "--json", description = "The ledger as JSON, one object a line.")
    boolean json;

    @Option(names = "--for", paramLabel = "TIME", converter = TimeText.class, description = "Looks again and again for this time, e.g. 90s, 10m.")
    @Nullable Duration time;

    @Option(names = "--every", paramLabel = "TIME", converter = TimeText.class, defaultValue = "1s", description = "How often it looks. Default: ${DEFAULT-VALUE}.")
    Duration every = Duration.ofSeconds(1);

    @Mixin
    Box box = new Box();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        boolean terminal = System.console() != null && System.console().isTerminal();
        boolean clears = terminal && !json;
        boolean balanced = true;
        LedgerTable table = new LedgerTable();
        JsonNode ledger = box.get("/api/ledger").body();
        long start = System.nanoTime();
        while (true) {
            balanced &= ledger.path("balanced").asBoolean();
            if (json) {
                out.println(ledger);
            } else {
                out.print(clears ? HOME_AND_CLEAR : "");
                table.lines(ledger, System.nanoTime()).forEach(out::println);
            }
            out.flush();
            boolean last = time == null ? !clears : System.nanoTime() - start + every.toNanos() > time.toNanos();
            if (last) {
                return balanced ? ExitCode.DONE : ExitCode.FAILED;
            }
            Thread.sleep(every);
            ledger = box.get("/api/ledger").body();
        }
    }
}
