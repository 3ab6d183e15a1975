package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater push}: has the box take route files over, all or none. */
@Command(name = "push", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Gives route files to the application running on this machine, which checks them with all it has, and takes all of them over, or none.",
                "A file of the same name is replaced. Models, clips and Kamelets are not given along."},
        footer = {"", "Example:", "  headwater push new/gate-3.camel.yaml --remove gate-2.camel.yaml --plan"})
final class PushCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "PATH", description = "Route files (*.camel.yaml), or folders with them.")
    List<Path> routes = new ArrayList<>();

    @Option(names = "--remove", paramLabel = "NAME", description = "A route file of the box that is to go; may be repeated.")
    List<String> removed = new ArrayList<>();

    @Option(names = "--plan", description = "Only show what would change, or what is wrong.")
    boolean plan;

    @Mixin
    Box box = new Box();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("plan", plan);
        ObjectNode files = body.putObject("files");
        for (Path file : RouteFiles.find(routes)) {
            if (!Files.isRegularFile(file)) {
                throw new ParameterException(spec.commandLine(), "there is no file or folder " + file);
            }
            String name = file.getFileName().toString();
            if (files.has(name)) {
                throw new ParameterException(spec.commandLine(), "two of the files are called " + name);
            }
            files.put(name, Files.readString(file));
        }
        removed.forEach(body.putArray("remove")::add);
        if (files.isEmpty() && removed.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "there is nothing to push: give a route file, a folder with some, or --remove NAME");
        }
        return RollbackCommand.tell(box.put("/api/routes/files", body), spec, plan ? "only a plan; all runs as before" : "done");
    }
}
