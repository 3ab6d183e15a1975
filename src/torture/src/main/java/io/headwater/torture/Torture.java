package io.headwater.torture;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code headwater torture}: tries to break what is promised. */
@Command(name = "headwater torture", mixinStandardHelpOptions = true, sortOptions = false, synopsisSubcommandLabel = "COMMAND",
        description = "Tries to break what is promised, by a seed, and tells what was lost.", subcommands = PowerCutCommand.class,
        footer = {"", "Exit codes: 0 nothing was lost; 1 something was, or the run failed; 2 wrong use; 3 a tool is missing."})
final class Torture implements Runnable {
    private Torture() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Torture()).setExecutionExceptionHandler((error, line, parsed) -> {
            line.getErr().println("error: " + (error.getMessage() == null ? error : error.getMessage()));
            return error instanceof MissingToolException ? 3 : 1;
        }).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.err);
    }
}
