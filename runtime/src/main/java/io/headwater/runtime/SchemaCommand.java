package io.headwater.runtime;

import io.headwater.runtime.check.RouteSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headwater schema}: what an editor completes and checks route files by. */
@Command(name = "schema", mixinStandardHelpOptions = true,
        description = {"Prints a JSON Schema of route files, with the options of every component, for editors that complete by one."})
final class SchemaCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(new RouteSchema().write());
        return ExitCode.DONE;
    }
}
