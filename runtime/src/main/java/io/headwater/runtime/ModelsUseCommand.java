package io.headwater.runtime;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater models use}: another version of a model takes over. */
@Command(name = "use", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Has another version of a model take over on the application running on this machine, in every step that leaves the version open.",
                "It is checked and loaded beside the frames and takes over between two of them. Where a step has a canary, it is tried there first."},
        footer = {"", "Exit codes: 0 done; 2 refused, and all runs as before; 3 no application answers.", "", "Example:", "  headwater models use people@1.3.0"})
final class ModelsUseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name and version, such as people@1.3.0. The version lies beside the one in use, or in models of the state folder.")
    String model = "";

    @Mixin
    Box box = new Box();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        return ModelChange.ask(box, spec, model, "use");
    }
}
