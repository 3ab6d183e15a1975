package io.headwater.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
                "Below a route that is replaced stand its steps and options that change, for whoever can read the key of the application.",
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
        Map<RoutePart, String> running = new LinkedHashMap<>();
        for (JsonNode part : box.get("/api/routes").body().path("parts")) {
            running.put(new RoutePart(Path.of(part.path("file").asText()), part.path("route").asText(), ""), part.path("digest").asText());
        }
        Map<String, RoutePart> byName = new LinkedHashMap<>();
        running.keySet().forEach(part -> byName.put(part.name(), part));
        List<RoutePart> added = new ArrayList<>();
        List<RoutePart> changed = new ArrayList<>();
        int same = 0;
        for (RoutePart part : admission.set().parts()) {
            RoutePart known = byName.remove(part.name());
            if (known != null && part.digest().equals(running.get(known))) {
                same++;
            } else {
                (known == null ? added : changed).add(part);
            }
        }
        JsonNode steps = changed.isEmpty() ? MissingNode.getInstance() : steps(changed);
        added.forEach(part -> out.println(line("+", part)));
        for (RoutePart part : changed) {
            out.println(line("~", part));
            steps.path(part.name()).forEach(line -> out.println("    " + line.asText()));
        }
        byName.values().forEach(part -> out.println(line("-", part)));
        int changes = added.size() + changed.size() + byName.size();
        out.println((changes == 0 ? "nothing changes" : changes == 1 ? "1 change" : changes + " changes") + "; " + same + (same == 1 ? " runs on" : " run on") + " untouched");
        return ExitCode.DONE;
    }

    /** What changes within them, by their names, as the application tells it; nothing, and said why, where it does not. */
    private JsonNode steps(List<RoutePart> changed) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode parts = body.putArray("parts");
        changed.forEach(part -> parts.addObject().put("file", part.file().toString()).put("route", part.route()).put("text", part.text()));
        String why;
        try {
            Box.Answer answer = box.post("/api/routes/steps", body);
            if (answer.status() == 200) {
                return answer.body().path("steps");
            }
            why = answer.body().path("error").asText("the application answers with status " + answer.status());
        } catch (SurroundingsException e) {
            why = e.getMessage().replaceFirst("^error: ", ""); // the plan is right without
        }
        spec.commandLine().getErr().println("which steps change is not told: " + why);
        return MissingNode.getInstance();
    }

    private static String line(String sign, RoutePart part) {
        return sign + " " + part.name() + (part.route().isEmpty() ? "" : " (" + part.file().getFileName() + ")");
    }
}
