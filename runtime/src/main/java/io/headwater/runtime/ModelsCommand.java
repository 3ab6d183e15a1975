package io.headwater.runtime;

import io.headwater.exchange.Problem;
import io.headwater.infer.Models;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater models}: what models there are, and whether they can be run. */
@Command(name = "models", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Lists models: version, inputs, outputs, labels, and whether file and manifest agree.", "Exit code 2 when one is wrong."},
        subcommands = {ModelsInspectCommand.class, ModelsCheckCommand.class, ModelsTryCommand.class, ModelsStatusCommand.class, ModelsUseCommand.class, ModelsRollbackCommand.class,
                ModelsRetryCommand.class, ModelsSignCommand.class, ModelsVerifyCommand.class},
        footer = {"", "Examples:", "  headwater models", "  headwater models routes/people /srv/models"})
final class ModelsCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "DIR",
            description = "Folders with models, or with a models folder somewhere below. Default: routes, else the working folder.")
    List<Path> folders = new ArrayList<>();

    @Spec
    CommandSpec spec;

    /** The folders with models in or below some folders; where there are none, below the routes, or else the working folder.
     *  <p>Errors: {@link SurroundingsException} where one is no folder. */
    static List<Path> roots(List<Path> given) {
        List<Path> folders = given;
        if (folders.isEmpty()) {
            Path routes = Path.of(System.getProperty("headwater.home", "")).resolve("routes");
            folders = List.of(Files.isDirectory(routes) ? routes : Path.of(""));
        }
        List<Path> roots = new ArrayList<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new SurroundingsException("there is no folder " + folder, "headwater models DIR, where DIR holds a models folder");
            }
            try (Stream<Path> below = Files.walk(folder, 8)) {
                below.filter(p -> p.getFileName() != null && p.getFileName().toString().equals("model.yaml")).sorted()
                        .map(p -> p.toAbsolutePath().getParent().getParent().getParent()).forEach(roots::add);
            } catch (IOException | UncheckedIOException e) {
                throw new SurroundingsException(folder + " cannot be read: " + e.getMessage(), "mend its permissions, or name another folder");
            }
        }
        return roots.stream().distinct().toList();
    }

    @Override
    public Integer call() {
        List<Path> roots = roots(folders);
        PrintWriter out = spec.commandLine().getOut();
        List<Problem> problems = new ArrayList<>();
        List<Models.Entry> entries = roots.stream().flatMap(root -> Models.list(List.of(root)).stream()).toList();
        for (Models.Entry e : entries) {
            out.printf("%s %s   %s%n", e.name(), e.version(), Problem.anyError(e.problems()) ? "WRONG" : "ready");
            out.println("  folder   " + Path.of("").toAbsolutePath().relativize(e.folder().toAbsolutePath()));
            out.println("  takes    " + String.join(", ", e.inputs()));
            out.println("  gives    " + String.join(", ", e.outputs()));
            if (e.manifest() != null) {
                out.println("  head     " + e.manifest().headName() + ", labels " + String.join(", ", e.manifest().labels()));
                out.println("  digest   " + e.manifest().sha256().substring(0, Math.min(12, e.manifest().sha256().length())) + (e.digestRight() ? " is right" : " is NOT the file's"));
                out.println("  licence  " + e.manifest().licence());
            }
            problems.addAll(e.problems());
        }
        if (entries.isEmpty()) {
            out.println("no models" + (folders.isEmpty() ? "" : " below " + folders) + ": a model is a folder models/NAME/VERSION with a model.yaml");
        }
        problems.stream().sorted(Problem.BY_PLACE).forEach(spec.commandLine().getErr()::println);
        return Problem.anyError(problems) ? ExitCode.WRONG : ExitCode.DONE;
    }
}
