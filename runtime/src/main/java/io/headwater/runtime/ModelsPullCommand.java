package io.headwater.runtime;

import io.headwater.exchange.Host;
import io.headwater.runtime.oci.OciException;
import io.headwater.runtime.oci.Pull;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater models pull}: brings a model's version to this box. */
@Command(name = "pull", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Brings a version of a model to this box, from a registry or a folder in OCI's layout. What is here already is not fetched again, and what broke off goes on where it was.",
                "It is there under its name only when each file has its digest, the model agrees with its manifest and, where the box demands one, its signature."},
        footer = {"", "Exit codes: 0 it is there; 2 it is wrong, or refused; 3 the surroundings: registry, line, disk.", "",
                "Credentials are those of docker login, podman login or oras login of this user. A registry on this machine is reached by HTTP, others by HTTPS, unless http:// says otherwise.", "",
                "Examples:", "  headwater models pull registry.example.com/models/people:1.3.0", "  headwater models pull oci-layout:/media/stick/models:people-1.3.0",
                "  headwater models pull registry.example.com/models/people@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"})
final class ModelsPullCommand implements Callable<Integer> {
    @Parameters(paramLabel = "REFERENCE", description = "Registry, repository and tag or digest; or oci-layout: and a folder with a tag or digest.")
    String reference = "";

    @Option(names = "--into", paramLabel = "DIR", description = "Folder of models. Default: models in the state folder, where the box looks for new versions.")
    @Nullable Path into;

    @Option(names = "--state", paramLabel = "DIR", description = "State folder of headwater run. Default: as for run.")
    @Nullable Path state;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Path models = into == null ? Host.ownModels(ServeOptions.state(state)) : into;
            Pull.Done done = Pull.run(reference, models, new TransferText());
            out.println(done.name() + " " + done.version() + (done.isNew() ? " is in " : " was here already: ") + done.folder());
            out.printf(Locale.ROOT, "digest   %s%nfetched  %,d of %,d bytes%n", done.digest(), done.fetched(), done.bytes());
            if (done.isNew()) {
                out.println("next: headwater models use " + done.name() + "@" + done.version());
            }
            return ExitCode.DONE;
        } catch (OciException e) {
            return tell(e, spec);
        }
    }

    static int tell(OciException e, CommandSpec spec) {
        spec.commandLine().getErr().println("error: " + e.getMessage());
        spec.commandLine().getErr().println("  fix: " + e.fix());
        return e.isOutside() ? ExitCode.SURROUNDINGS : ExitCode.WRONG;
    }
}
