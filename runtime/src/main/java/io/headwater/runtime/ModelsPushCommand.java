package io.headwater.runtime;

import io.headwater.runtime.oci.OciException;
import io.headwater.runtime.oci.Push;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater models push}: puts a model's version where boxes can pull it from. */
@Command(name = "push", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Puts the folder of a model's version, its signature with it, into a registry or a folder in OCI's layout, each file as a layer of its own. What is there already is not sent again.",
                "The same files have the same digest, wherever they are pushed from."},
        footer = {"", "Exit codes: 0 it is there; 2 the folder or the reference is wrong; 3 the surroundings: registry, line, disk.", "", "Examples:",
                "  headwater models push models/people/1.3.0 registry.example.com/models/people:1.3.0", "  headwater models push models/people/1.3.0 oci-layout:/media/stick/models:people-1.3.0"})
final class ModelsPushCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of a version, with its model.yaml.")
    Path folder = Path.of("");

    @Parameters(index = "1", paramLabel = "REFERENCE", description = "Registry, repository and tag; or oci-layout: and a folder with a tag.")
    String reference = "";

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        try {
            spec.commandLine().getOut().println("pushed: " + reference + "\ndigest  " + Push.run(folder, reference, new TransferText()));
            return ExitCode.DONE;
        } catch (OciException e) {
            return ModelsPullCommand.tell(e, spec);
        }
    }
}
