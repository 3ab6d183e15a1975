package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Has the application on this machine change a model's version, and tells what it answers. */
final class ModelChange {
    static final String EXIT_CODES = "Exit codes: 0 done; 2 refused, and all runs as before; 3 no application answers.";

    private ModelChange() {}

    /** @param model as in {@code people@1.3.0}; without a version where {@code what} takes none */
    static int ask(Box box, CommandSpec spec, String model, String what) {
        String[] parts = model.split("[@:]", 2);
        boolean named = parts.length == 2 && !parts[1].isEmpty();
        if (named == what.equals("rollback") || parts[0].isEmpty()) {
            throw new ParameterException(spec.commandLine(), named ? "MODEL is " + model + ", must be a name alone, such as people" : "MODEL is " + model + ", must be a name and a version, such as people@1.3.0");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (named) {
            body.put("version", parts[1]);
        }
        Box.Answer answer = box.post("/api/models/" + URLEncoder.encode(parts[0], StandardCharsets.UTF_8) + "/" + what, body);
        return switch (answer.status()) {
            case 200 -> {
                spec.commandLine().getOut().println(answer.body().path("text").asText());
                yield ExitCode.DONE;
            }
            case 422 -> {
                answer.body().path("refused").forEach(line -> spec.commandLine().getErr().println(line.asText()));
                spec.commandLine().getErr().println("refused; all runs as before");
                yield ExitCode.WRONG;
            }
            case 409 -> {
                spec.commandLine().getErr().println(answer.body().path("error").asText());
                yield ExitCode.WRONG;
            }
            default -> {
                spec.commandLine().getErr().println(answer.body().path("error").asText("the application answers with status " + answer.status()));
                yield ExitCode.SURROUNDINGS;
            }
        };
    }
}
