package io.headwater.runtime;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headwater rollback}: brings back the routes that ran before. */
@Command(name = "rollback", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Brings back the set of routes that ran before, on the application running on this machine.",
                "The files stay as they are, and run again when one of them changes; a restart keeps what was brought back."})
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    Box box = new Box();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        return tell(box.post("/api/routes/rollback"), spec, "done");
    }

    /** Prints what was changed, or why it was not. */
    static int tell(Box.Answer answer, CommandSpec spec, String done) {
        switch (answer.status()) {
            case 200 -> {
                answer.body().path("changes").forEach(line -> {
                    spec.commandLine().getOut().println(line.asText());
                    answer.body().path("steps").path(line.asText()).forEach(within -> spec.commandLine().getOut().println("    " + within.asText()));
                });
                spec.commandLine().getOut().println(answer.body().path("changes").isEmpty() ? "nothing changes" : done);
                return ExitCode.DONE;
            }
            case 422 -> {
                answer.body().path("refused").forEach(line -> spec.commandLine().getErr().println(line.asText()));
                spec.commandLine().getErr().println("refused; all runs as before");
                return ExitCode.WRONG;
            }
            default -> {
                spec.commandLine().getErr().println(answer.body().path("error").asText("the application answers with status " + answer.status()));
                return ExitCode.SURROUNDINGS;
            }
        }
    }
}
