package io.headwater.runtime;

import io.headwater.infer.seal.Seal;
import io.headwater.infer.seal.SealException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater models sign}: signs the folder of a model's version. */
@Command(name = "sign", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Signs every file in the folder of a model's version, and writes the signature to model.sig in it: OpenSSF Model Signing's format, by a key.",
                "Boxes with headwater.models.trust load what is signed by a key they trust, to the byte, and nothing else."},
        footer = {"", "Exit codes: 0 done; 2 the folder or the key cannot be used.", "", "Examples:",
                "  openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out private.pem",
                "  openssl ec -in private.pem -pubout -out public.pem",
                "  headwater models sign models/people/1.3.0 --key private.pem"})
final class ModelsSignCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The folder of a version, with its model.yaml.")
    Path folder = Path.of("");

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The private key in PEM (PKCS #8), on P-256, P-384 or P-521.")
    Path key = Path.of("");

    @Option(names = "--public", paramLabel = "FILE", description = "Its public key, where the file of the private one does not hold it.")
    @Nullable Path publicKey;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        try {
            if (!Files.isRegularFile(folder.resolve("model.yaml"))) {
                spec.commandLine().getErr().println("error: there is no model.yaml in " + folder);
                spec.commandLine().getErr().println("  fix: name the folder of a version: models/people/1.3.0");
                return ExitCode.WRONG;
            }
            spec.commandLine().getOut().println("signed: " + Seal.sign(folder, key, publicKey));
            return ExitCode.DONE;
        } catch (SealException e) {
            return ModelsVerifyCommand.tell(e, spec);
        }
    }
}
