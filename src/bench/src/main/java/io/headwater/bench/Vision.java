package io.headwater.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** This engine against hand-written loops, on the same clip in the same run: {@code headwater bench vision}. */
@Command(name = "bench vision", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Counts the persons in a clip with this engine, with a hand-written serial loop and with the best two-worker"
                + " loop, each in a process of its own, in turns. A time counts only when the answers agree within 1 %%.",
        footer = {"", "Exit codes: 0 done; 1 a rival failed or the answers differ; 2 wrong use; 3 the clip or model is missing.",
                "Let nothing else of weight run meanwhile. How the settings are kept fair: src/bench/README.md."})
final class Vision implements Callable<Integer> {
    private static final List<Rival> RIVALS = List.of(new Engine(), new SerialLoop(), new TwoWorkerLoop());

    @Option(names = "--model", paramLabel = "people|fastestdet",
            description = "One model only; default: people, and fastestdet where its file lies beside the project.")
    private @Nullable Model model;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", converter = AtLeastOne.class,
            description = "Rounds; every rival runs once a round; default ${DEFAULT-VALUE}.")
    private int runs;

    @Mixin
    private final TaskOptions options = new TaskOptions();

    @Option(names = "--jvm", paramLabel = "FLAG", description = "One more JVM flag for all rivals alike; may be repeated.")
    private final List<String> flags = new ArrayList<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes every run and the ratios here.")
    private @Nullable Path json;

    public static void main(String[] args) {
        System.exit(RivalCommand.line(new Vision()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        ChildJvm jvm = new ChildJvm(flags);
        System.out.printf("%d cores, Java %s, flags of all rivals: %s%n", Runtime.getRuntime().availableProcessors(),
                Runtime.version(), String.join(" ", jvm.flags()));
        Map<String, Object> values = new LinkedHashMap<>();
        boolean agreed = true;
        for (Task task : tasks()) {
            System.out.printf("%n%s on %s: %d rounds, the clip %d times a run%n", task.model().text(), task.clip().getFileName(), runs, task.passes());
            if (!check(jvm, task)) {
                agreed = false;
                continue;
            }
            Rounds rounds = new Rounds();
            for (int round = 1; round <= runs && agreed; round++) {
                agreed = round(jvm, task, round, rounds);
            }
            if (agreed) {
                VisionReport report = new VisionReport(rounds, RIVALS.getFirst().title(), RIVALS.stream().skip(1).map(Rival::title).toList());
                System.out.println();
                System.out.print(report.text());
                values.put(task.model().text(), report.values());
            }
        }
        if (json != null) {
            Files.writeString(json, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(values) + "\n");
        }
        return agreed ? 0 : 1;
    }

    private List<Task> tasks() throws MissingException {
        if (model != null) {
            return List.of(options.task(model));
        }
        List<Task> tasks = new ArrayList<>(List.of(options.task(Model.PEOPLE)));
        if (Files.isRegularFile(Model.FASTESTDET.file(options.root()))) {
            tasks.add(options.task(Model.FASTESTDET));
        } else {
            System.out.println("skipped: fastestdet, its file is not beside the project");
        }
        return tasks;
    }

    /** One pass each, not timed: whoever answers otherwise is not raced. */
    private boolean check(ChildJvm jvm, Task task) throws IOException, InterruptedException {
        List<Result> answers = new ArrayList<>();
        Task once = new Task(task.root(), task.model(), task.modelFile(), task.clip(), 1);
        for (Rival rival : RIVALS) {
            Result result = jvm.run(rival, once);
            answers.add(result);
            System.out.printf(Locale.ROOT, "  answers  %-16s %.3f persons a frame%n", rival.title(), result.personsPerFrame());
        }
        return agree(answers);
    }

    private boolean round(ChildJvm jvm, Task task, int round, Rounds rounds) throws IOException, InterruptedException {
        List<Result> results = new ArrayList<>();
        for (Rival rival : RIVALS) {
            Result result = jvm.run(rival, task);
            results.add(result);
            System.out.printf(Locale.ROOT, "  round %d/%d %-16s %6.1f frames/s, %.2f CPU ms a frame%n", round, runs, rival.title(),
                    result.fps(), result.cpuMs());
        }
        if (!agree(results)) {
            return false;
        }
        results.forEach(rounds::add);
        return true;
    }

    private static boolean agree(List<Result> results) {
        Result first = results.getFirst();
        boolean all = true;
        for (Result other : results.subList(1, results.size())) {
            if (!first.agrees(other)) {
                System.out.printf(Locale.ROOT, "the answers differ by more than 1 %%: %s %.3f, %s %.3f persons a frame; no time counts%n",
                        first.name(), first.personsPerFrame(), other.name(), other.personsPerFrame());
                all = false;
            }
        }
        return all;
    }
}
