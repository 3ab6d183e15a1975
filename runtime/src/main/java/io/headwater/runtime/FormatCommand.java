package io.headwater.runtime;

import io.headwater.exchange.Problem;
import io.headwater.runtime.format.HouseForm;
import io.headwater.runtime.format.HouseForm.Formatted;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater format}: route files in the form that drawing gives. */
@Command(name = "format", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Rewrites route files into the house form, so that drawing and editing by hand give the same text.",
                "Tells what it leaves as it is. A file that is not YAML is not touched."})
final class FormatCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Route files (*.camel.yaml), or folders with them.")
    List<Path> routes = new ArrayList<>();

    @Option(names = "--check", description = "Write nothing; name the files that differ, and end with 1 if there are any.")
    boolean check;

    @Option(names = "--stdout", description = "Write nothing; print the one file given as it should be.")
    boolean stdout;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        List<Path> files = RouteFiles.find(routes);
        if (stdout && files.size() != 1) {
            throw new ParameterException(spec.commandLine(), "--stdout takes one file, there are " + files.size());
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Formatted> all = new HouseForm().format(files);
        all.stream().flatMap(f -> f.problems().stream()).sorted(Problem.BY_PLACE).forEach(spec.commandLine().getErr()::println);
        boolean refused = all.stream().anyMatch(f -> f.after().isEmpty());
        if (stdout) {
            all.getFirst().after().ifPresent(out::print);
            out.flush();
            return refused ? ExitCode.WRONG : ExitCode.DONE;
        }
        int differ = 0;
        for (Formatted one : all) {
            if (one.differs()) {
                differ++;
                if (!check) {
                    replace(one.file(), one.after().orElseThrow());
                }
                out.println((check ? "differs    " : "formatted  ") + one.file());
            }
        }
        out.println(files.size() - differ == 1 ? "1 file is as it was" : files.size() - differ + " files are as they were");
        return refused ? ExitCode.WRONG : check && differ > 0 ? ExitCode.FAILED : ExitCode.DONE;
    }

    /** Whole or not at all: a route file may be read at any moment. A link stays one, and its file keeps its rights. */
    private static void replace(Path given, String text) {
        try {
            Path file = given.toRealPath();
            Path fresh = Files.createTempFile(file.getParent(), ".format", ".tmp");
            try {
                Files.writeString(fresh, text);
                Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new SurroundingsException(given + " cannot be written: " + e.getMessage(), "chmod u+w its folder, or take --stdout");
        }
    }
}
