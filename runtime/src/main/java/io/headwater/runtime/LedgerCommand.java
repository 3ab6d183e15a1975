package io.headwater.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.uplink.OutboxBooks;
import io.headwater.uplink.OutboxException;
import io.headwater.uplink.OutboxReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater ledger}: what became of every item in the application that runs on this machine; and of every record of an outbox. */
@Command(name = "ledger", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Shows what became of every item in the application running on this machine: a line a step, again every second on a terminal, until Ctrl-C;",
                "once where its output goes elsewhere. Below the steps, which count from the start of the process, stands what became of every record of the",
                "outbox since its file was made, over all restarts. Exit code 1 when a sum does not close at any look."},
        footer = {"", "Examples:", "  headwater ledger --json | jq .balanced", "  headwater ledger --state /var/lib/headwater"})
final class LedgerCommand implements Callable<Integer> {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

    @Option(names = "--json", description = "The ledger as JSON, one object a line.")
    boolean json;

    @Option(names = "--for", paramLabel = "TIME", converter = TimeText.class, description = "Looks again and again for this time, e.g. 90s, 10m.")
    @Nullable Duration time;

    @Option(names = "--every", paramLabel = "TIME", converter = TimeText.class, defaultValue = "1s", description = "How often it looks. Default: ${DEFAULT-VALUE}.")
    Duration every = Duration.ofSeconds(1);

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "Port of the running application on this machine. Default: ${DEFAULT-VALUE}.")
    int port;

    @Option(names = "--state", paramLabel = "DIR", description = "Reads the outbox's file in this state folder, once, instead of asking an application: of one that is dead, too. "
            + "Every row that waits is counted.")
    @Nullable Path state;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (state != null) {
            return ofFile(state, out);
        }
        Box box = new Box();
        box.port = port;
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

    private int ofFile(Path folder, PrintWriter out) {
        OutboxBooks books;
        try (OutboxReader reader = OutboxReader.open(folder)) {
            books = reader.books();
        } catch (OutboxException e) {
            throw OutboxPlace.surroundings(e);
        }
        boolean balanced = books.imbalances().isEmpty();
        ObjectNode ledger = JsonNodeFactory.instance.objectNode().put("balanced", balanced);
        ledger.set("imbalances", OutboxBooksForm.imbalances(books.imbalances()));
        ledger.putArray("accounts");
        ledger.set("outbox", OutboxBooksForm.json(books));
        if (json) {
            out.println(ledger);
        } else {
            LedgerTable.end(ledger, new ArrayList<>()).forEach(out::println);
        }
        return balanced ? ExitCode.DONE : ExitCode.FAILED;
    }
}
