package io.headwater.runtime;

import io.headwater.exchange.Drawing;
import io.headwater.exchange.FlowConverter;
import io.headwater.exchange.Problem;
import io.headwater.flow.Inference;
import io.headwater.infer.Models;
import io.headwater.infer.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater models try}: what a model says of a picture. */
@Command(name = "try", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Runs a model on pictures, prints what it says as a table, and writes each picture with the answer drawn on it."},
        footer = {"", "Examples:", "  headwater models try people photo.jpg", "  headwater models try my/models/things/1.0.0 a.jpg b.jpg --out answers",
            "  headwater models try my/models/things/1.0.0 photo.jpg --example"})
final class ModelsTryCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model's folder, or its name, as in people or people:1.0.0.")
    String model;

    @Parameters(index = "1", arity = "1..*", paramLabel = "PICTURE", description = "JPEG or PNG files.")
    List<Path> pictures = new ArrayList<>();

    @Option(names = "--models", paramLabel = "DIR", description = "Folders with models, for a model that is named. Default: the models folders below routes and the working folder.")
    List<Path> roots = new ArrayList<>();

    @Option(names = "--min-score", paramLabel = "0..1", description = "Leaves out what scores less. Default: the model's own.")
    @Nullable Double minScore;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the drawn pictures go. Default: beside each picture, as NAME.answer.jpg.")
    @Nullable Path target;

    @Option(names = "--json", description = "Prints each answer as one line of JSON, in the form io.headwater.inference/1.")
    boolean json;

    @Option(names = "--example", description = "Keeps the first picture and its answer in the model's folder, as the example that headwater models check runs. Look at the answer first.")
    boolean example;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = folder();
        List<Problem> problems = new ArrayList<>();
        try (Trial trial = Trial.open(folder, problems)) {
            problems.stream().sorted(Problem.BY_PLACE).forEach(spec.commandLine().getErr()::println);
            if (trial == null) {
                return ExitCode.WRONG;
            }
            for (Path picture : pictures) {
                answer(trial, folder, picture, out);
            }
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            throw new SurroundingsException(e.getMessage(), "name JPEG or PNG files");
        } catch (UncheckedIOException e) {
            throw new SurroundingsException("the answer cannot be written: " + e.getCause().getMessage(), "--out DIR, a folder that this user may write");
        }
    }

    private Path folder() {
        Path named = Path.of(model);
        if (Files.isRegularFile(named.resolve("model.yaml"))) {
            return named;
        }
        if (roots.isEmpty()) {
            roots.addAll(ModelsCommand.roots(List.of()));
        }
        return Models.find(roots, model).orElseThrow(() -> new SurroundingsException("there is no model " + model + " in " + roots,
                "name the folder with its model.yaml, or --models DIR where DIR/NAME/VERSION holds it; headwater models lists what there is"));
    }

    private void answer(Trial trial, Path folder, Path picture, PrintWriter out) {
        Mat pixels = Trial.read(picture);
        try {
            Inference said = trial.run(pixels, minScore);
            if (json) {
                out.println(FlowConverter.toText(said));
            } else {
                out.println(picture + "   " + pixels.cols() + " × " + pixels.rows() + ", " + trial.manifest().name() + " " + trial.manifest().version() + ", "
                        + said.latency().toMillis() + " ms");
                AnswerTable.print(said.answer(), out);
            }
            if (example) {
                keep(folder, picture, said, out);
                example = false;
            }
            Drawing.draw(pixels, said.answer());
            Path drawn = drawn(picture);
            if (!Imgcodecs.imwrite(drawn.toString(), pixels)) {
                throw new UncheckedIOException(new IOException("OpenCV could not write " + drawn));
            }
            (json ? spec.commandLine().getErr() : out).println("drawn: " + drawn);
        } finally {
            pixels.release();
        }
    }

    private Path drawn(Path picture) {
        String name = picture.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".answer.jpg";
        try {
            return target == null ? picture.resolveSibling(name) : Files.createDirectories(target).resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keep(Path folder, Path picture, Inference said, PrintWriter out) {
        String name = picture.getFileName().toString();
        String file = "example" + name.substring(Math.max(0, name.lastIndexOf('.')));
        try {
            Path copy = folder.resolve(file);
            if (!Files.exists(copy) || !Files.isSameFile(copy, picture)) {
                Files.copy(picture, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(folder.resolve("example.json"), FlowConverter.toText(said) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println("kept as the example; model.yaml must name it:");
        out.println("example: { picture: " + file + ", answer: example.json }");
    }
}
