package io.headwater.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater models status}: which versions run. */
@Command(name = "status", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Shows which version of each model runs on the application running on this machine, how one that is tried does, and what happened lately.",
        footer = {"", "Exit codes: 0 done; 3 no application answers."})
final class ModelsStatusCommand implements Callable<Integer> {
    private static final int EVENTS = 8;

    @Option(names = "--json", description = "As the application gives it: /api/models.")
    boolean json;

    @Mixin
    Box box = new Box();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        JsonNode answer = box.get("/api/models").body();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer.toPrettyString());
            return ExitCode.DONE;
        }
        answer.path("models").forEach(model -> print(model, out));
        if (answer.path("models").isEmpty()) {
            out.println("no route runs a model");
        }
        int shown = 0;
        for (JsonNode event : answer.path("events")) {
            if (shown == EVENTS) {
                break;
            }
            if (shown++ == 0) {
                out.println("lately");
            }
            out.println("  " + event.path("at").asText().replaceFirst("\\.\\d+Z$", "Z") + "  " + event.path("text").asText());
        }
        return ExitCode.DONE;
    }

    private static void print(JsonNode model, PrintWriter out) {
        String use = model.path("use").asText("");
        out.println(model.path("name").asText() + " " + (use.isEmpty() ? "as each route says" : use));
        List<String> others = new ArrayList<>();
        model.path("versions").forEach(v -> {
            if (!v.asText().equals(use)) {
                others.add(v.asText());
            }
        });
        if (!others.isEmpty()) {
            out.println("  also there  " + String.join(", ", others));
        }
        for (JsonNode step : model.path("steps")) {
            out.println("  " + step.path("route").asText() + "/" + step.path("step").asText() + "  " + step.path("version").asText() + (step.path("pinned").asBoolean() ? ", as the route says" : ""));
            step.path("beside").forEach(b -> out.println("    " + beside(b)));
        }
        model.path("refused").properties().forEach(r -> out.println("  " + r.getKey() + " was refused: " + r.getValue().asText()));
    }

    private static String beside(JsonNode b) {
        String agreement = b.path("agreement").isNumber() ? String.format(Locale.ROOT, "%.1f %% the same", 100 * b.path("agreement").asDouble()) : "nothing to compare yet";
        return b.path("version").asText() + (b.path("shadow").asBoolean() ? " in the shadow: " : " is tried: ") + b.path("frames").asLong() + " frames, " + b.path("failed").asLong() + " failed, " + agreement
                + String.format(Locale.ROOT, ", p99 %.1f ms (in use: %.1f ms)", b.path("p99Millis").asDouble(), b.path("p99InUseMillis").asDouble());
    }
}
