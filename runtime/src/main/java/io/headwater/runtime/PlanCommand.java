package io.headwater.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.headwater.runtime.check.RoutePart;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater plan}: what would change if the application took these files over. */
@Command(name = "plan", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Shows what would change if the application running on this machine had these routes: + added, ~ replaced, - removed.",
                "Routes that are not listed run on untouched. Checks the files first, and changes nothing."},
        footer = {"", "Example:", "  headwater plan /mnt/new-routes"})
final class PlanCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Route files (*.camel.yaml), or folders with them.")
    List<Path> routes = new ArrayList<>();

    @Option(names = "--models", paramLabel = "DIR", description = "A folder with models beside those of the routes; may be repeated.")
    List<Path> models = new ArrayList<>();

    @Mixin
    Box box = new Box();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Admission admission = Admission.of(routes, ServeOptions.models(models)).orRefuse();
        admission.problems().forEach(spec.commandLine().getErr()::println);
        Map<String, String> running = new LinkedHashMap<>();
        for (JsonNode part : box.get("/api/routes").body().path("parts")) {
            running.put(name(Path.of(part.path("file").asText()), part.path("route").asText()), part.path("digest").asText());
        }
        int differ = 0;
        int same = 0;
        for (RoutePart part : admission.set().parts()) {
            String digest = running.remove(name(part.file(), part.route()));
            if (digest == null) {
                out.println("+ " + name(part.file(), part.route()));
            } else if (!digest.equals(part.digest())) {
                out.println("~ " + name(part.file(), part.route()));
            } else {
                same++;
                continue;
            }
            differ++;
        }
        running.keySet().forEach(name -> out.println("- " + name));
        int changes = differ + running.size();
        out.println((changes == 0 ? "nothing changes" : changes == 1 ? "1 change" : changes + " changes") + "; " + same + (same == 1 ? " runs on" : " run on") + " untouched");
        return ExitCode.DONE;
    }

    /** Where a file stands does not matter: it may be a copy that is to come. */
    private static String name(Path file, String route) {
        return route.isEmpty() ? "all of " + file.getFileName() : route;
    }
}
