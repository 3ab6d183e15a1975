package io.headwater.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one rival in this process and prints its result as one line of JSON. */
@Command(mixinStandardHelpOptions = true, sortOptions = false,
        description = "Does the task of bench vision in this process and prints one line of JSON. The first 100 frames are a warm-up.")
final class RivalCommand implements Callable<Integer> {
    private final Rival rival;

    @Option(names = "--model", paramLabel = "people|fastestdet", defaultValue = "people", description = "Default ${DEFAULT-VALUE}.")
    private @Nullable Model model;

    @Mixin
    private final TaskOptions options = new TaskOptions();

    private RivalCommand(Rival rival) {
        this.rival = rival;
    }

    static void main(Rival rival, String[] args) {
        Lifeline.hold();
        System.exit(line(new RivalCommand(rival)).setCommandName(rival.getClass().getSimpleName()).execute(args));
    }

    /** A command line with the exit codes of the project: 0 done, 1 failed, 2 wrong use, 3 something is missing. */
    static CommandLine line(Object command) {
        return new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler((error, line, parsed) -> {
            boolean toldPlainly = error instanceof MissingException || error instanceof IOException;
            line.getErr().println("error: " + (toldPlainly ? error.getMessage() : error));
            if (Boolean.getBoolean("headwater.bench.trace")) {
                error.printStackTrace(line.getErr());
            }
            return error instanceof MissingException ? 3 : 1;
        });
    }

    @Override
    public Integer call() throws Exception {
        Task task = options.task(model);
        System.out.println(rival.run(task).json());
        return 0;
    }
}
