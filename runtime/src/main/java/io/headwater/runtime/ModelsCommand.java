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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater models}: what models there are, and whether they can be run. */
@Command(name = "models", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Lists models: version, inputs, outputs, labels, and whether file and manifest agree.", "Exit code 2 when one is wrong."},
        subcommands = {ModelsInspectCommand.class, ModelsCheckCommand.class, ModelsTryCommand.class, ModelsStatusCommand.class, ModelsSignCommand.class, ModelsVerifyCommand.class, ModelsPullCommand.class, ModelsPushCommand.class},
        footer = {"", "Examples:", "  headwater models", "  headwater models routes/people /srv/models"})
final class ModelsCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "DIR",
            description = "Folders with models, or with a models folder somewhere below. Default: routes, else the working folder.")
    List<Path> folders = new ArrayList<>();

    @Spec
    CommandSpec spec;

    @Command(name = "use", mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Has another version of a model take over on the application running on this machine, in every step that leaves the version open.",
                    "It is checked and loaded beside the frames and takes over between two of them. Where a step has a canary, it is tried there first."},
            footer = {"", ModelChange.EXIT_CODES, "", "Example:", "  headwater models use people@1.3.0"})
    int use(@Parameters(paramLabel = "MODEL", description = "Name and version, such as people@1.3.0. The version lies beside the one in use, or in models of the state folder.") String model, @Mixin Box box) {
        return change("use", model, box);
    }

    @Command(name = "rollback", mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Ends the trial of a version that is being tried; or else has the version that was in use before take over at once.",
                    "What is rolled back is not taken again by itself; headwater models retry does."},
            footer = {"", ModelChange.EXIT_CODES, "", "Example:", "  headwater models rollback people"})
    int rollback(@Parameters(paramLabel = "MODEL", description = "Name of the model, such as people.") String model, @Mixin Box box) {
        return change("rollback", model, box);
    }

    @Command(name = "retry", mixinStandardHelpOptions = true, sortOptions = false, description = "Has a version that was rolled back tried again, as by use.",
            footer = {"", ModelChange.EXIT_CODES, "", "Example:", "  headwater models retry people@1.3.0"})
    int retry(@Parameters(paramLabel = "MODEL", description = "Name and version, such as people@1.3.0.") String model, @Mixin Box box) {
        return change("retry", model, box);
    }

    private int change(String what, String model, Box box) {
        return ModelChange.ask(box, spec.subcommands().get(what).getCommandSpec(), model, what);
    }

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
