package io.headwater.runtime;

import io.headwater.exchange.Problem;
import io.headwater.runtime.testing.TestRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater test}: runs routes on recordings, and compares what became of everything with what is expected. */
@Command(name = "test", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Runs the tests of routes: *.test.yaml beside a route.", "Recordings play as fast as the machine can, in their own time; nothing leaves the box."},
        footer = {"", "Example:", "  headwater test routes/people", "", "Exit codes: 0 all passed, 1 a test failed, 2 a test or a route is wrong, 3 the surroundings."})
final class TestCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Test files (*.test.yaml), routes with tests beside them, or folders with some.")
    List<Path> paths = new ArrayList<>();

    @Option(names = "--models", paramLabel = "DIR", description = "A folder with models beside those of the routes; may be repeated.")
    List<Path> models = new ArrayList<>();

    @Option(names = "--update", description = "Write golden files anew where results differ, and show what changed.")
    boolean update;

    @Option(names = "--all", description = "Show all differences of a test, not the first alone.")
    boolean all;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the outcomes as JUnit's XML.")
    @Nullable Path junit;

    @Option(names = "--at-once", paramLabel = "N", description = "How many tests run side by side. Default: as many as there are cores.")
    int atOnce = Runtime.getRuntime().availableProcessors();

    @Spec
    CommandSpec spec;

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger FAILURES = Logger.getLogger("org.apache.camel.processor.errorhandler");

    @Override
    public Integer call() {
        if (atOnce < 1) {
            throw new ParameterException(spec.commandLine(), "--at-once is " + atOnce + ", must be at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        TestRun run = TestRun.read(paths, ServeOptions.models(models));
        List<Problem> problems = run.problems();
        if (!problems.isEmpty()) {
            problems.forEach(err::println);
            err.println(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
            return ExitCode.WRONG;
        }
        if (!Boolean.getBoolean("headwater.debug")) {
            FAILURES.setLevel(Level.OFF); // items that fail are counted, and told of where the test does not expect them
        }
        CountDownLatch over = new CountDownLatch(1);
        Thread end = new Thread(() -> {
            run.stop();
            Stop.await(over);
        }, "headwater/test-end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            TestRun.Result result = run.run(out, atOnce, update, all, junit);
            return result.isGreen() ? ExitCode.DONE : result.surroundings() ? ExitCode.SURROUNDINGS : ExitCode.FAILED;
        } catch (IOException e) {
            throw new SurroundingsException(junit + " cannot be written: " + e.getMessage(), "--junit FILE in a folder that can be written");
        } finally {
            over.countDown();
        }
    }
}
