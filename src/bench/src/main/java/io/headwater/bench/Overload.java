package io.headwater.bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** More cameras than the processor can do, in little memory: {@code headwater bench overload}. */
@Command(name = "bench overload", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Has four cameras of 1920×1080 give frames as fast as they can to a model that is made 50 times slower, in a process of its own with little",
                "heap, and prints resident memory, each camera's share, and the ledger; then the same through plain Camel's seda: queues."},
        footer = {"", "Exit codes: 0 done, no OutOfMemoryError in this engine, its ledger balanced, each share within 10 %% of its weight; 1 not so; 2 wrong use; 3 the model is missing."})
final class Overload implements Callable<Integer> {
    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Option(names = "--only", paramLabel = "WHO", description = "One contestant only: ${COMPLETION-CANDIDATES}.")
    private List<Contestant> only = List.of(Contestant.values());

    @Option(names = "--heap", paramLabel = "SIZE", defaultValue = "96m", description = "-Xmx of each process; default ${DEFAULT-VALUE}.")
    private String heap = "96m";

    public static void main(String[] args) {
        System.exit(RivalCommand.line(new Overload()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        ChildJvm jvm = new ChildJvm(List.of("-Xmx" + heap, "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"));
        System.out.printf("%d cores, Java %s, flags: %s%n", Runtime.getRuntime().availableProcessors(), Runtime.version(), String.join(" ", jvm.flags()));
        int code = 0;
        for (Contestant contestant : only) {
            System.out.printf("%n%s: %d cameras of %d×%d, weights %s, model %d times slower, %d s%n", contestant.title(), options.weights.size(), Load.WIDTH, Load.HEIGHT,
                    options.weights, options.slower, options.length.toSeconds());
            int ended = jvm.show(OverloadRun.class, Stream.concat(Stream.of(contestant.name()), options.asArguments().stream()).toList());
            System.out.println("ended with exit code " + ended);
            code = contestant == Contestant.HEADWATER ? Math.max(code, ended) : code;
        }
        return code;
    }
}
