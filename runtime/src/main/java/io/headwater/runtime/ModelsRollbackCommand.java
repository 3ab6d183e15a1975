package io.headwater.runtime;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater models rollback}: the version before takes over. */
@Command(name = "rollback", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Ends the trial of a version that is being tried; or else has the version that was in use before take over at once.",
                "What is rolled back is not taken again by itself; headwater models retry does."},
        footer = {"", "Exit codes: 0 done; 2 refused, and all runs as before; 3 no application answers.", "", "Example:", "  headwater models rollback people"})
final class ModelsRollbackCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name of the model, such as people.")
    String model = "";

    @Mixin
    Box box = new Box();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        return ModelChange.ask(box, spec, model, "rollback");
    }
}
