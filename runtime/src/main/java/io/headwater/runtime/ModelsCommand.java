package io.headwater.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code headwater models}: what models there are. */
@Command(name = "models", mixinStandardHelpOptions = true, description = "Lists models with version, inputs, outputs, and whether their digest is right.")
final class ModelsCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "DIR", description = "Folders to look in: of a route, or with models. Default: routes, and the working folder.")
    List<Path> folders = new ArrayList<>();

    @Override
    public Integer call() {
        return 0;
    }
}
