package io.headwater.runtime;

import io.headwater.infer.Draft;
import io.headwater.infer.Inspection;
import io.headwater.infer.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.opencv.core.Mat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater models inspect}: what an ONNX file is, and a manifest for it. */
@Command(name = "inspect", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Shows what an ONNX file takes, gives and says of itself, and drafts its model.yaml: guesses the head from names, shapes, metadata and a run, and says how sure it is.",
            "With a picture on which there is something to find, it also tries the usual ways of giving pixels to a model, and keeps the one with the best answers."},
        footer = {"", "Examples:", "  headwater models inspect yolo.onnx", "  headwater models inspect yolo.onnx --picture street.jpg --write my/models --name things"})
final class ModelsInspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The ONNX file.")
    Path file;

    @Option(names = "--picture", paramLabel = "FILE", description = "A JPEG or PNG with what the model finds.")
    @Nullable Path picture;

    @Option(names = "--write", paramLabel = "DIR", description = "Writes the model's folder DIR/NAME/1.0.0, with a copy of the file and the draft.")
    @Nullable Path write;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the model. Default: the file's.")
    @Nullable String name;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        if (name != null && !name.matches("[a-zA-Z0-9][a-zA-Z0-9._-]*")) {
            throw new ParameterException(spec.commandLine(), "--name is " + name + ", must be letters, digits, dots and dashes: --name people");
        }
        PrintWriter out = spec.commandLine().getOut();
        Inspection facts = inspect();
        show(facts, out);
        Draft draft = facts.draft();
        if (draft == null) {
            out.println();
            out.println("no draft: " + facts.trouble());
            return ExitCode.WRONG;
        }
        draft = name == null ? draft : draft.named(name);
        out.println("head     " + draft.head().sure().text() + ": " + draft.head().why());
        out.println("pixels   " + (draft.tried() ? "as the model answered best on " + picture : "as such models usually have them; --picture FILE tries the others too"));
        out.println();
        if (write == null) {
            out.println("# model.yaml");
            out.print(draft.yaml());
            out.println();
            out.println("--write DIR makes the model's folder of it; then: headwater models try DIR/" + draft.name() + "/1.0.0 picture.jpg");
            return ExitCode.DONE;
        }
        try {
            Path folder = draft.write(write);
            out.println("wrote " + folder.resolve("model.yaml"));
            if (!draft.head().labelsFile().isEmpty() && !Files.exists(folder.resolve(draft.head().labelsFile()))) {
                out.println("put " + draft.head().labelsFile() + " beside it, one label a line");
            }
            out.println("next: headwater models try " + folder + " picture.jpg");
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new SurroundingsException("the model's folder cannot be written: " + e.getMessage(), "headwater models inspect " + file + " --write DIR, where DIR is a folder with models");
        }
    }

    private Inspection inspect() {
        Mat pixels = null;
        try {
            pixels = picture == null ? null : Trial.read(picture);
            return Inspection.of(file, pixels);
        } catch (IllegalArgumentException e) {
            throw new SurroundingsException(e.getMessage(), "--picture FILE, a JPEG or PNG");
        } catch (IOException e) {
            throw new SurroundingsException(file + " cannot be inspected: " + e.getMessage(), "name an ONNX file; its weights must be inside, not beside it");
        } finally {
            if (pixels != null) {
                pixels.release();
            }
        }
    }

    private static void show(Inspection facts, PrintWriter out) {
        out.println("file     " + facts.file() + ", " + facts.bytes() / 1000 + " kB");
        out.println("sha256   " + facts.sha256());
        out.println("made by  " + (facts.producer().isBlank() ? "unknown" : facts.producer()));
        lines(out, "takes", facts.inputs());
        lines(out, "gives", facts.outputs());
        facts.metadata().entrySet().stream().sorted(java.util.Map.Entry.comparingByKey()).forEach(e -> out.println("says     " + e.getKey() + ": " + shorten(e.getValue())));
    }

    private static void lines(PrintWriter out, String title, List<String> all) {
        for (int i = 0; i < all.size(); i++) {
            out.printf("%-8s %s%n", i == 0 ? title : "", all.get(i));
        }
    }

    private static String shorten(String text) {
        String one = text.replaceAll("\\s+", " ");
        return one.length() > 100 ? one.substring(0, 97) + "…" : one;
    }
}
