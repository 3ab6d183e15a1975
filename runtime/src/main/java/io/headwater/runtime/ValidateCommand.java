package io.headwater.runtime;

import io.headwater.exchange.Problem;
import io.headwater.runtime.check.RouteChecker;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater validate}: everything that is wrong, at once, without running anything. */
@Command(name = "validate", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Checks routes and their models without running them.", "Tells everything that is wrong at once: file:line:column, value, rule, fix."})
final class ValidateCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Route files (*.camel.yaml), or folders with them.")
    List<Path> routes = new ArrayList<>();

    @Option(names = "--models", paramLabel = "DIR", description = "A folder with models beside those of the routes; may be repeated.")
    List<Path> models = new ArrayList<>();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Problem> problems = RouteChecker.checkWithCamel(routes, ServeOptions.models(models));
        if (problems.isEmpty()) {
            int files = RouteFiles.find(routes).size();
            out.println(files == 1 ? "1 file is right" : files + " files are right");
            return ExitCode.DONE;
        }
        problems.forEach(err::println);
        err.println(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
        return ExitCode.WRONG;
    }
}
