package io.headwater.runtime;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater models retry}: a version that was rolled back is tried again. */
@Command(name = "retry", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Has a version that was rolled back tried again, as by use."},
        footer = {"", "Exit codes: 0 done; 2 refused, and all runs as before; 3 no application answers.", "", "Example:", "  headwater models retry people@1.3.0"})
final class ModelsRetryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name and version, such as people@1.3.0.")
    String model = "";

    @Mixin
    Box box = new Box();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        return ModelChange.ask(box, spec, model, "retry");
    }
}
