package io.headwater.infer;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import io.headwater.flow.Answer;
import io.headwater.flow.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a model's {@code model.yaml} says: who it is, what it takes, and how its outputs are read.
 *
 *  @param folder the model's folder
 *  @param file its ONNX file
 *  @param sha256 the digest that the file must have, 64 hex digits
 *  @param minScore from which score on a finding counts, unless the route says otherwise
 *  @param engine what runs it
 *  @param headName the declared head, such as {@code heatmap}
 *  @param answer what the head answers
 *  @param labels what it can find, by index
 *  @param example null where it has none */
public record Manifest(Path folder, String name, String version, Path file, String sha256, String licence, String description,
        Engine engine, ModelInput input, String headName, Head head, Class<? extends Answer> answer, List<String> labels, double minScore, @Nullable Example example) {
    static final double DEFAULT_MIN_SCORE = 0.4;
    private static final long MOST_LABEL_BYTES = 16 << 20;

    /** A picture with the answer that the model gave when it was right.
     *
     *  @param answer an inference in JSON */
    public record Example(Path picture, Path answer) {
        static @Nullable Example read(Declaration at) {
            at.required("picture", "example.jpg");
            at.required("answer", "example.json");
            Optional<Path> picture = at.file("picture");
            Optional<Path> answer = at.file("answer");
            at.done();
            return picture.isPresent() && answer.isPresent() ? new Example(picture.get(), answer.get()) : null;
        }
    }

    /** @param instead what is to run it in the place of the engine that it names; null for that one */
    static Manifest read(Declaration at, Path folder, @Nullable Engine instead) {
        String name = at.required("name", "people");
        String version = at.required("version", "1.0.0");
        Path parent = folder.getParent();
        if (!name.isEmpty() && parent != null && !parent.endsWith(name)) {
            at.report("name", Rule.MANIFEST, "name is " + name + ", its folder says " + parent.getFileName(), "name: " + parent.getFileName());
        }
        if (!version.isEmpty() && !folder.endsWith(version)) {
            at.report("version", Rule.MANIFEST, "version is " + version + ", its folder says " + folder.getFileName(), "version: " + folder.getFileName());
        }
        String file = at.required("file", "people.onnx");
        String sha256 = at.required("sha256", "the output of sha256sum " + (file.isEmpty() ? "people.onnx" : file)).toLowerCase(Locale.ROOT);
        if (!sha256.isEmpty() && !sha256.matches("[0-9a-f]{64}")) {
            at.report("sha256", Rule.MANIFEST, "sha256 is " + sha256 + ", must be 64 hex digits", "sha256: the output of sha256sum " + file);
        }
        String licence = at.text("licence").orElse("");
        String description = at.text("description").orElse("");
        double minScore = at.number("minScore", DEFAULT_MIN_SCORE, 0, 1);
        List<String> labels = labels(at);
        Engine named = engine(at);
        Engine engine = instead == null ? named : instead;
        ModelInput input = ModelInput.read(at.requiredMap("input", "tensor: image, size: [288, 384]"));
        engine.check(input, file, at);
        Declaration output = at.requiredMap("output", "heatmap: { … }");
        String headName = output.keys().isEmpty() ? "" : output.keys().getFirst();
        Declared declared = head(output, headName, labels);
        Example example = at.map("example").map(Example::read).orElse(null);
        at.done();
        return new Manifest(folder, name, version, folder.resolve(file), sha256, licence, description, engine, input, headName, declared.head, declared.answer, labels, minScore, example);
    }

    private static Engine engine(Declaration at) {
        String name = at.text("engine").orElse(Engine.NAMES.getFirst());
        int place = Engine.NAMES.indexOf(name);
        if (place < 0) {
            String near = Nearest.of(name, Engine.NAMES);
            at.report("engine", Rule.MANIFEST, "engine is " + name + ", must be one of " + String.join(", ", Engine.NAMES), "engine: " + (near == null ? Engine.NAMES.getFirst() : near));
            return Engine.ONNXRUNTIME;
        }
        return Engine.values()[place];
    }

    private static List<String> labels(Declaration at) {
        List<String> labels = at.has("labelsFile") ? labelsOfFile(at) : at.texts("labels");
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            if (!seen.add(label)) {
                at.report(at.has("labelsFile") ? "labelsFile" : "labels", Rule.LABEL, "label " + label + " is there twice", "give each label a name of its own");
            }
        }
        return labels;
    }

    /** A label a line, as they are: a line with a blank is the label of a blank. */
    private static List<String> labelsOfFile(Declaration at) {
        if (at.has("labels")) {
            at.report("labels", Rule.MANIFEST, "there are labels and labelsFile, there must be one of them", "remove labels or labelsFile");
        }
        return at.file("labelsFile").map(file -> {
            try {
                if (Files.size(file) > MOST_LABEL_BYTES) {
                    throw new IOException("it has " + Files.size(file) + " bytes, must have at most " + MOST_LABEL_BYTES);
                }
                List<String> lines = Files.readAllLines(file);
                if (lines.contains("")) {
                    at.report("labelsFile", Rule.LABEL, file.getFileName() + " has an empty line, line " + (lines.indexOf("") + 1), "write one label a line");
                }
                return List.copyOf(lines);
            } catch (IOException e) {
                at.report("labelsFile", Rule.UNREADABLE, file.getFileName() + " cannot be read: " + e.getMessage(), "write it as UTF-8 text that this user may read");
                return List.<String>of();
            }
        }).orElse(List.of());
    }

    /** A head, and what it answers. */
    private record Declared(Head head, Class<? extends Answer> answer) {
        static final Declared NONE = new Declared(Head.NONE, Tensors.class);
    }

    private static Declared head(Declaration output, String headName, List<String> labels) {
        TreeMap<String, HeadFactory> known = new TreeMap<>();
        ServiceLoader.load(HeadFactory.class, HeadFactory.class.getClassLoader()).stream().map(Provider::get).forEach(f -> known.put(f.name(), f));
        if (output.keys().size() != 1) {
            if (!output.keys().isEmpty()) {
                output.report(output.keys().get(1), Rule.MANIFEST, "output has " + output.keys().size() + " heads, must have one", "remove " + output.keys().get(1));
            }
            return Declared.NONE;
        }
        HeadFactory factory = known.get(headName);
        if (factory == null) {
            String near = Nearest.of(headName, known.keySet());
            output.report(null, Rule.MANIFEST, "output." + headName + " is no head, must be one of " + String.join(", ", known.keySet()),
                    "write " + (near == null ? known.firstKey() : near));
            return Declared.NONE;
        }
        Declaration declared = output.map(headName).orElseThrow();
        Head head = factory.declare(declared, labels);
        declared.done();
        return new Declared(head, factory.answer());
    }
}
