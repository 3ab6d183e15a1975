package io.headwater.runtime;

import io.headwater.exchange.Problem;
import io.headwater.runtime.check.RouteChecker;
import io.headwater.runtime.testing.TestRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater validate}: everything that is wrong, at once, without running anything. */
@Command(name = "validate", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Checks routes, their models and their tests without running them.", "Tells everything that is wrong at once: file:line:column, value, rule, fix."})
final class ValidateCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Route files (*.camel.yaml), or folders with them.")
    List<Path> routes = new ArrayList<>();

    @Option(names = "--models", paramLabel = "DIR", description = "A folder with models beside those of the routes; may be repeated.")
    List<Path> models = new ArrayList<>();

    @Option(names = "--strict", description = "Let warnings count as errors.")
    boolean strict;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Problem> problems = Stream.concat(RouteChecker.checkWithCamel(routes, ServeOptions.models(models)).stream(),
                TestRun.check(routes, ServeOptions.models(models)).stream()).distinct().sorted(Problem.BY_PLACE).toList();
        boolean refused = strict ? !problems.isEmpty() : Problem.anyError(problems);
        problems.forEach(err::println);
        if (refused) {
            err.println(count(problems));
            return ExitCode.WRONG;
        }
        int files = RouteFiles.find(routes).size();
        files = files == 0 ? routes.size() : files; // tests alone
        out.println((files == 1 ? "1 file is right" : files + " files are right") + (problems.isEmpty() ? "" : ", " + count(problems)));
        return ExitCode.DONE;
    }

    /** As in {@code 1 problem, 2 warnings}. */
    private static String count(List<Problem> problems) {
        long errors = problems.stream().filter(Problem::isError).count();
        long warnings = problems.size() - errors;
        return (errors == 0 ? "" : errors == 1 ? "1 problem" : errors + " problems") + (errors == 0 || warnings == 0 ? "" : ", ")
                + (warnings == 0 ? "" : warnings == 1 ? "1 warning" : warnings + " warnings");
    }
}
