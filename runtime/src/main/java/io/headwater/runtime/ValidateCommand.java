package io.headwater.runtime;

import io.headwater.exchange.Problem;
import io.headwater.runtime.check.Designer;
import io.headwater.runtime.check.RouteChecker;
import io.headwater.runtime.testing.TestRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Route files (*.camel.yaml), Kamelets (*.kamelet.yaml), or folders with them.")
    List<Path> routes = new ArrayList<>();

    @Option(names = "--models", paramLabel = "DIR", description = "A folder with models beside those of the routes; may be repeated.")
    List<Path> models = new ArrayList<>();

    @Option(names = "--strict", description = "Let warnings count as errors.")
    boolean strict;

    @Option(names = "--designer", paramLabel = "NAME", split = ",",
            description = {"Tell also what a designer would lose or rewrite: ${COMPLETION-CANDIDATES}.", "These are warnings; with --strict they count."})
    Set<Designer> designers = EnumSet.noneOf(Designer.class);

    @Option(names = "--format", paramLabel = "FORM", defaultValue = "text",
            description = {"How problems are told: text (on the error output), or json, sarif, github (on the output).", "Default: ${DEFAULT-VALUE}"})
    ProblemForm form;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Problem> problems = Stream.concat(RouteChecker.checkWithCamel(routes, ServeOptions.models(models)).stream(),
                Stream.concat(TestRun.check(routes, ServeOptions.models(models)).stream(),
                        designers.stream().flatMap(designer -> RouteChecker.checkFor(designer, routes).stream()))).distinct().sorted(Problem.BY_PLACE).toList();
        boolean refused = strict ? !problems.isEmpty() : Problem.anyError(problems);
        if (form != ProblemForm.TEXT) {
            String text = form.of(problems);
            if (!text.isEmpty()) {
                out.println(text);
            }
            return refused ? ExitCode.WRONG : ExitCode.DONE;
        }
        problems.forEach(err::println);
        if (refused) {
            err.println(count(problems));
            return ExitCode.WRONG;
        }
        int files = RouteFiles.drawable(routes).size();
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
