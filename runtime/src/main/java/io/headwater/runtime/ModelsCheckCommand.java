package io.headwater.runtime;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.infer.Manifest;
import io.headwater.infer.Models;
import io.headwater.infer.Trial;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater models check}: whether models fit their manifests, and still answer their examples. */
@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Compares manifests with their files: digest, names, types and shapes of tensors, labels; loads each model, and runs the example that its manifest names.",
            "Exit code 2 when one is wrong."},
        footer = {"", "Examples:", "  headwater models check", "  headwater models check my/models"})
final class ModelsCheckCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "DIR", description = "Folders with models, or with a models folder somewhere below. Default: routes, else the working folder.")
    List<Path> folders = new ArrayList<>();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Problem> all = new ArrayList<>();
        List<Path> roots = ModelsCommand.roots(folders);
        for (Models.Entry entry : roots.stream().flatMap(root -> Models.list(List.of(root)).stream()).toList()) {
            List<Problem> problems = new ArrayList<>(entry.problems());
            String example = Problem.anyError(problems) ? "not tried" : tryOne(entry.folder(), problems);
            out.printf("%-24s %-8s %s%n", entry.name() + " " + entry.version(), Problem.anyError(problems) ? "WRONG" : "right", example);
            all.addAll(problems);
        }
        if (roots.isEmpty()) {
            out.println("no models: a model is a folder models/NAME/VERSION with a model.yaml");
        }
        all.stream().sorted(Problem.BY_PLACE).forEach(spec.commandLine().getErr()::println);
        return Problem.anyError(all) ? ExitCode.WRONG : ExitCode.DONE;
    }

    private static String tryOne(Path folder, List<Problem> problems) {
        try (Trial trial = Trial.open(folder, problems)) {
            if (trial == null) {
                return "cannot be loaded";
            }
            Manifest.Example example = trial.manifest().example();
            if (example == null) {
                return "no example: headwater models try " + folder + " PICTURE --example makes one";
            }
            return trial.tryExample().map(wrong -> {
                problems.add(new Problem(folder.resolve("model.yaml"), 1, 1, Rule.EXAMPLE, "on " + example.picture().getFileName() + " " + wrong,
                        "compare input and output with the training; where the answer is right now, keep it: headwater models try " + folder + " " + example.picture() + " --example",
                        "components/infer/README.md#manifest"));
                return "answers its example wrongly";
            }).orElse("answers its example");
        }
    }
}
