package io.headwater.runtime.testing;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.runtime.RouteFiles;
import io.headwater.runtime.check.FileProblems;
import io.headwater.runtime.check.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tests of routes: found, checked, run side by side, and told of. */
public final class TestRun {
    private static final double MILLIS = 1000.0;

    private final List<RouteTest> tests = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private volatile @Nullable TestRunner runner;

    private TestRun() {}

    /** How many tests ended how.
     *
     *  @param surroundings whether one could not be run because of the disk or the like */
    public record Result(int passed, int failed, int broken, int stopped, boolean surroundings) {
        public boolean isGreen() {
            return failed + broken + stopped == 0;
        }
    }

    /** Reads the given test files, those of the given routes, and those below the given folders, and checks them with their routes.
     *
     *  @param models folders with models beside those of the routes */
    public static TestRun read(List<Path> given, List<Path> models) {
        TestRun run = new TestRun();
        Set<Path> files = new LinkedHashSet<>();
        for (Path path : given) {
            FileProblems found = new FileProblems(path, run.problems);
            if (!Files.exists(path)) {
                found.add(Place.START, Rule.UNREADABLE, "there is no such file or folder", "give a test file (*" + TestFile.ENDING + ") or a folder with some");
                continue;
            }
            String name = path.getFileName().toString();
            List<Path> all = RouteFiles.find(List.of(name.endsWith(".camel.yaml") ? path.resolveSibling(name.replace(".camel.yaml", TestFile.ENDING)) : path), TestFile.ENDING);
            all = all.stream().filter(Files::exists).toList();
            if (all.isEmpty()) {
                found.add(Place.START, Rule.TEST_SHAPE, "there is no test here", "write one, in a file that ends in " + TestFile.ENDING, TestMap.SEE);
            }
            files.addAll(all);
        }
        files.forEach(file -> run.tests.addAll(TestFile.read(file, models, run.problems)));
        return run;
    }

    /** What is wrong with the tests among the given files, and with those below the given folders; none need be there. */
    public static List<Problem> check(List<Path> given, List<Path> models) {
        TestRun run = new TestRun();
        List<Path> there = given.stream().filter(path -> Files.isDirectory(path) || Files.exists(path) && path.toString().endsWith(TestFile.ENDING)).toList();
        RouteFiles.find(there, TestFile.ENDING).forEach(file -> TestFile.read(file, models, run.problems));
        return run.problems();
    }

    /** Everything that is wrong with the tests, and with the routes as they run them, sorted by place. */
    public List<Problem> problems() {
        return problems.stream().distinct().sorted(Problem.BY_PLACE).toList();
    }

    public int size() {
        return tests.size();
    }

    /** Runs all, and tells of each when it has ended, then which steps none passed.
     *
     *  @param update whether golden files are written anew where results differ
     *  @param all whether all differences of a test are told, and not the first alone
     *  @param junit takes JUnit's XML; null for none
     *  <p>Errors: {@link IOException} when that file cannot be written. */
    public Result run(PrintWriter out, int atOnce, boolean update, boolean all, @Nullable Path junit) throws IOException {
        TestRunner running = new TestRunner(Math.clamp(tests.size(), 1, atOnce), update, outcome -> tell(outcome, all, out));
        runner = running;
        List<Outcome> outcomes = running.run(tests);
        Coverage coverage = new Coverage();
        outcomes.forEach(o -> coverage.add(o.steps()));
        coverage.lines().forEach(out::println);
        if (junit != null) {
            JUnitXml.write(outcomes, junit);
        }
        boolean plain = outcomes.stream().anyMatch(o -> o.verdict() instanceof Verdict.Failed f && f.differences().stream().anyMatch(d -> !d.isGolden()));
        if (update && plain) {
            out.println("what stands in a test itself is changed there; --update changes golden files alone, and only where all else is as expected");
        }
        Result result = new Result(count(outcomes, Verdict.Passed.class), count(outcomes, Verdict.Failed.class), count(outcomes, Verdict.Broken.class),
                count(outcomes, Verdict.Stopped.class), outcomes.stream().anyMatch(o -> o.verdict() instanceof Verdict.Broken b && b.surroundings()));
        out.println(text(result));
        return result;
    }

    /** Ends a run from another thread; what has not ended by then is told as stopped. */
    public void stop() {
        TestRunner running = runner;
        if (running != null) {
            running.stop();
        }
    }

    /** The tests one by one, for another test engine: JUnit's {@code @TestFactory} makes a dynamic test of each. */
    public Stream<Case> cases() {
        return tests.stream().map(Case::new);
    }

    /** One test, to be run by a test engine. */
    public static final class Case {
        private final RouteTest test;

        private Case(RouteTest test) {
            this.test = test;
        }

        public String name() {
            return test.file().getFileName() + ": " + test.name();
        }

        public Path file() {
            return test.file();
        }

        /** Runs it.
         *  <p>Errors: {@link AssertionError} with every difference. */
        public void run() {
            Outcome outcome = new TestRunner(1, false, o -> {}).run(List.of(test)).getFirst();
            switch (outcome.verdict()) {
                case Verdict.Passed passed -> { /* as expected */ }
                case Verdict.Failed failed -> throw new AssertionError(String.join("\n", failed.differences().stream().map(Difference::toString).toList()));
                case Verdict.Broken broken -> throw new AssertionError("the test could not be run: " + broken.reason());
                case Verdict.Stopped stopped -> throw new AssertionError("the test was stopped");
            }
        }
    }

    private static void tell(Outcome outcome, boolean all, PrintWriter out) {
        String name = String.format(Locale.ROOT, "%s: %s (%.1f s)", outcome.test().file(), outcome.test().name(), outcome.took().toMillis() / MILLIS);
        switch (outcome.verdict()) {
            case Verdict.Passed passed -> {
                out.println("passed   " + name);
                passed.updated().forEach(line -> out.println("  " + line));
            }
            case Verdict.Failed failed -> {
                out.println("FAILED   " + name);
                int shown = all ? failed.differences().size() : 1;
                failed.differences().stream().limit(shown).forEach(d -> out.println("  " + d));
                int more = failed.differences().size() - shown;
                if (more > 0) {
                    out.println("  and " + more + (more == 1 ? " more difference" : " more differences") + "; --all shows them");
                }
            }
            case Verdict.Broken broken -> out.println("FAILED   " + name + "\n  it could not be run: " + broken.reason());
            case Verdict.Stopped stopped -> out.println("stopped  " + name);
        }
        out.flush();
    }

    private static String text(Result r) {
        int all = r.passed + r.failed + r.broken + r.stopped;
        return (all == 1 ? "1 test: " : all + " tests: ") + r.passed + " passed" + (r.failed + r.broken > 0 ? ", " + (r.failed + r.broken) + " failed" : "")
                + (r.stopped > 0 ? ", " + r.stopped + " stopped" : "");
    }

    private static int count(List<Outcome> outcomes, Class<? extends Verdict> kind) {
        return (int) outcomes.stream().filter(o -> kind.isInstance(o.verdict())).count();
    }
}
