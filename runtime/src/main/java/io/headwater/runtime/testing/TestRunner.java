package io.headwater.runtime.testing;

import io.headwater.runtime.Failure;
import io.headwater.runtime.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs tests side by side, each with state of its own in a temporary folder that goes with it.
 *  <p>Threading: {@link #stop()} may be called from any thread; tests that run are ended, those that wait are left out. */
final class TestRunner {
    private final ExecutorService workers;
    private final boolean update;
    private final Consumer<Outcome> ended;
    private volatile boolean stopped;

    /** @param atOnce how many run side by side
     *  @param update whether golden files are written anew
     *  @param ended told of each test when it has ended, one after the other */
    TestRunner(int atOnce, boolean update, Consumer<Outcome> ended) {
        this.workers = Executors.newFixedThreadPool(atOnce, Thread.ofPlatform().daemon().name("test-", 0).factory());
        this.update = update;
        this.ended = ended;
    }

    /** Their outcomes, in the order given. */
    List<Outcome> run(List<RouteTest> tests) {
        List<Future<Outcome>> running = tests.stream().map(test -> workers.submit(() -> one(test))).toList();
        workers.shutdown();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < tests.size(); i++) {
            outcomes.add(outcome(tests.get(i), running.get(i)));
        }
        return outcomes;
    }

    private Outcome outcome(RouteTest test, Future<Outcome> future) {
        while (true) {
            try {
                return future.get();
            } catch (InterruptedException e) {
                stop();
            } catch (ExecutionException e) {
                return new Outcome(test, new Verdict.Broken(Failure.text(e), false), Duration.ZERO, List.of());
            }
        }
    }

    /** Ends it all, and soon. */
    void stop() {
        stopped = true; // each looks at it, and then closes what it has
    }

    private static Outcome stopped(RouteTest test) {
        return new Outcome(test, new Verdict.Stopped(), Duration.ZERO, List.of());
    }

    private Outcome one(RouteTest test) {
        if (stopped) {
            return stopped(test);
        }
        long begin = System.nanoTime();
        List<Coverage.Step> steps = new ArrayList<>();
        Verdict verdict;
        try {
            verdict = verdict(test, steps);
        } catch (Exception | LinkageError e) {
            verdict = stopped ? new Verdict.Stopped() : new Verdict.Broken(Failure.text(e), e instanceof IOException);
        }
        Outcome outcome = new Outcome(test, verdict, Duration.ofNanos(System.nanoTime() - begin), steps);
        synchronized (this) {
            ended.accept(outcome);
        }
        return outcome;
    }

    private Verdict verdict(RouteTest test, List<Coverage.Step> steps) throws Exception {
        Path folder = Files.createTempDirectory("headwater-test-");
        try (RouteRun run = new RouteRun(test, folder, () -> stopped)) {
            Observed seen = run.run();
            steps.addAll(seen.steps());
            return stopped ? new Verdict.Stopped() : new Judge(test, seen, update).verdict();
        } finally {
            Folders.delete(folder);
        }
    }
}
