package io.headwater.runtime;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code headwater outbox}: looks into the records on disk and changes them, whether the process that keeps them lives or is dead. */
@Command(name = "outbox", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = {"Looks after the records on disk. list, peek and export change nothing and hold nobody up.",
            "replay and purge have the running application do it, where one runs; else they do it themselves."},
        subcommands = {OutboxListCommand.class, OutboxPeekCommand.class, OutboxExportCommand.class, OutboxReplayCommand.class, OutboxPurgeCommand.class},
        footer = {"", "Examples:", "  headwater outbox list", "  headwater outbox peek --dead --lane summaries", "  headwater outbox replay --lane summaries"})
final class OutboxCommand implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
