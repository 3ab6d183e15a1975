package io.headwater.runtime;

import io.headwater.exchange.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater new}: a route with all that it needs and its test in a folder of its own, which runs and is green at once. */
@Command(name = "new", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Makes a folder with a route, a recording, a test, and the model where it needs one.", "It runs as it is: change the route, and the test tells what that changed."},
        footer = {"", "Example:", "  headwater new entrance --template people-counting && headwater test entrance"})
final class NewCommand implements Callable<Integer> {
    private static final String NAME = "[a-z][a-z0-9-]{0,40}";

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of the route and of its folder: small letters, digits and dashes.")
    @Nullable String name;

    @Option(names = "--template", paramLabel = "TEMPLATE", defaultValue = "people-counting", description = "What to begin with. Default: ${DEFAULT-VALUE}.")
    String template = "people-counting";

    @Option(names = "--list", description = "List the templates.")
    boolean list;

    @Spec
    CommandSpec spec;

    /** An example of ours, as the application carries it.
     *
     *  @param route its name there
     *  @param files what belongs to it, but for files that begin with the route's name
     *  @param hint what its owner should know; %s is its name in the environment */
    private record Template(String name, String says, String route, List<String> own, List<String> files, String hint) {}

    private static final String CAMERA = "Where its camera is says the environment: `HEADWATER_%s_LOCATION=rtsp://camera.local/stream1`. The model comes with its card,\n`models/*/*/MODEL.md`: read what it can and cannot do before you count on it.";

    private static final List<Template> TEMPLATES = List.of(
            new Template("people-counting", "counts the people at a crossing, every 10 seconds; a clip", "people",
                    List.of("camel.yaml", "test.yaml", "golden.json", "boxes.json", "faults.golden.json"),
                    List.of("crossing.mp4", "models/people/1.0.0/MODEL.md", "models/people/1.0.0/example.jpg", "models/people/1.0.0/example.json",
                            "models/people/1.0.0/model.yaml", "models/people/1.0.0/people.onnx"), CAMERA),
            new Template("face-counting", "counts the faces in front of a webcam, every 10 seconds; a picture", "faces",
                    List.of("camel.yaml", "test.yaml", "golden.json"),
                    List.of("test/astronaut.jpg", "models/faces/1.0.0/MODEL.md", "models/faces/1.0.0/model.yaml", "models/faces/1.0.0/faces.onnx"), CAMERA),
            new Template("machine-watch", "sums up the temperature of machines and gives alarms above a limit; MQTT", "machines",
                    List.of("camel.yaml", "test.yaml", "golden.json"), List.of("shift.jsonl", "again.jsonl"),
                    "Where its broker is says the environment: `HEADWATER_%s_LOCATION=mqtts://broker.local:8883/hall-2/+/state`. The limit is that of the step `hot`."),
            new Template("meter-reading", "keeps each reading of meters, in the meter's own time; MQTT", "meters",
                    List.of("camel.yaml", "test.yaml", "golden.json"), List.of("evening.jsonl"),
                    "Where its broker is says the environment: `HEADWATER_%s_LOCATION=mqtts://broker.local:8883/meters/#`."),
            new Template("http-push", "keeps what programs push over HTTP, each request under its own id", "push",
                    List.of("camel.yaml", "test.yaml", "golden.json"), List.of("requests.jsonl"),
                    "It listens at `/push` of the port of `headwater run`: `curl -H 'Content-Type: text/plain' -H 'X-Request-ID: r-1' -d hello localhost:8080/push`."));

    @Override
    public Integer call() throws IOException {
        if (list) {
            TEMPLATES.forEach(t -> spec.commandLine().getOut().printf("%-16s %s%n", t.name, t.says));
            return ExitCode.DONE;
        }
        if (name == null || !name.matches(NAME)) {
            throw new ParameterException(spec.commandLine(), name == null ? "headwater new needs a NAME" : "the name is " + name + ", must be small letters, digits and dashes, such as entrance");
        }
        Template chosen = TEMPLATES.stream().filter(t -> t.name.equals(template)).findFirst().orElseThrow(() -> {
            List<String> names = TEMPLATES.stream().map(Template::name).toList();
            String near = Nearest.of(template, names);
            return new ParameterException(spec.commandLine(), "there is no template '" + template + "'" + (near == null ? "; one of " + String.join(", ", names) : "; did you mean '" + near + "'?"));
        });
        Path folder = Path.of(name);
        if (Files.exists(folder)) {
            throw new ParameterException(spec.commandLine(), folder + " is there already, nothing was written");
        }
        try {
            write(chosen, name, folder);
        } catch (IOException e) {
            throw new SurroundingsException(folder + " cannot be written: " + e.getMessage(), "go to a folder that can be written");
        }
        spec.commandLine().getOut().println("made " + folder + " from " + chosen.name + "; next:  headwater test " + folder);
        return ExitCode.DONE;
    }

    private static void write(Template from, String name, Path folder) throws IOException {
        for (String ending : from.own) {
            String text = new String(read(from, from.route + "." + ending), StandardCharsets.UTF_8);
            put(folder.resolve(name + "." + ending), renamed(text, from.route, name).getBytes(StandardCharsets.UTF_8));
        }
        for (String file : from.files) {
            put(folder.resolve(file), read(from, file));
        }
        put(folder.resolve("README.md"), readme(from, name).getBytes(StandardCharsets.UTF_8));
    }

    /** With the route's own name in place of the example's; the model keeps its name. */
    private static String renamed(String text, String route, String name) {
        return text.replace("id: " + route + "\n", "id: " + name + "\n").replace("headwater." + route + ".", "headwater." + name + ".").replace("routes/" + route, name)
                .replaceAll("\\b" + route + "/(?=(cam|find|sum|up|plant|hot|alarm|site|post|keep)\\b)", name + "/").replaceAll("\\b" + route + "\\.(?=(golden|boxes|faults|camel)\\.)", name + ".");
    }

    private static String readme(Template from, String name) {
        return """
                # %1$s

                Made from the template `%2$s`: %3$s.

                ```
                headwater test %1$s                                 # on the recording
                headwater run %1$s                                  # records wait on disk
                headwater run %1$s --kafka kafka.example.org:9092
                ```

                `%1$s.camel.yaml` is the route, `%1$s.test.yaml` its test. %4$s

                Change the route, and the test turns red: it says what came out before. `headwater test --all %1$s` shows all that differs. Figures of records and
                boxes lie in files beside it, which `headwater test --update %1$s` changes; what stands in the test itself, such as how many records left by
                which channel, you change there.
                """.formatted(name, from.name, from.says, from.hint.formatted(name.toUpperCase(java.util.Locale.ROOT).replace('-', '_')));
    }

    private static byte[] read(Template from, String file) throws IOException {
        try (InputStream in = NewCommand.class.getResourceAsStream("/templates/" + from.route + "/" + file)) {
            if (in == null) {
                throw new IOException("the application lacks templates/" + from.route + "/" + file);
            }
            return in.readAllBytes();
        }
    }

    private static void put(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
