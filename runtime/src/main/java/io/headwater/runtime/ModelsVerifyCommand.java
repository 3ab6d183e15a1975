package io.headwater.runtime;

import io.headwater.infer.seal.Seal;
import io.headwater.infer.seal.SealException;
import io.headwater.infer.seal.Trust;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater models verify}: whether the folder of a model's version is as it was signed. */
@Command(name = "verify", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Checks that the folder of a model's version holds, to the byte, what was signed by a key, and nothing else. Asks nobody else.",
        footer = {"", "Exit codes: 0 it does; 2 it does not, or the key cannot be used.", "", "Example:", "  headwater models verify models/people/1.3.0 --key public.pem"})
final class ModelsVerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The folder of a version, with its model.yaml and model.sig.")
    Path folder = Path.of("");

    @Option(names = "--key", required = true, paramLabel = "PATH", description = "The public key in PEM, or a folder with keys (*.pem, *.pub), as for headwater.models.trust.")
    Path key = Path.of("");

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        try {
            Map<String, String> signed = Seal.check(folder, Trust.of(key), Map.of());
            signed.forEach((file, digest) -> spec.commandLine().getOut().println(digest + "  " + file));
            spec.commandLine().getOut().println("as it was signed: " + signed.size() + (signed.size() == 1 ? " file" : " files"));
            return ExitCode.DONE;
        } catch (SealException e) {
            return tell(e, spec);
        }
    }

    static int tell(SealException e, CommandSpec spec) {
        spec.commandLine().getErr().println("error: " + e.getMessage());
        spec.commandLine().getErr().println("  fix: " + e.fix());
        return ExitCode.WRONG;
    }
}
