package io.headwater.runtime;

import io.headwater.runtime.explain.Explanations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater explain}: what routes do, in words. */
@Command(name = "explain", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Says in plain words what routes do: what may be dropped and where, what leaves the box, what is kept on disk, what a kill takes.",
            "All of it is taken from the checked files: options as they are written, and else by default."},
        footer = {"", "Example:", "  headwater explain routes/people"})
final class ExplainCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Route files (*.camel.yaml), or folders with them.")
    List<Path> routes = new ArrayList<>();

    @Option(names = "--models", paramLabel = "DIR", description = "A folder with models beside those of the routes; may be repeated.")
    List<Path> models = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORM", defaultValue = "text", description = "text, for people; or json. Default: ${DEFAULT-VALUE}.")
    Form form = Form.TEXT;

    enum Form {
        TEXT, JSON
    }

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Explanations told = Explanations.of(routes, ServeOptions.models(models));
        told.warnings().forEach(spec.commandLine().getErr()::println);
        spec.commandLine().getOut().println(form == Form.JSON ? told.json() : told.text());
        return ExitCode.DONE;
    }
}
