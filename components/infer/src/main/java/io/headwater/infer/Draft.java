package io.headwater.infer;

import ai.onnxruntime.TensorInfo;
import io.headwater.exchange.Problem;
import io.headwater.flow.Answer;
import io.headwater.flow.Box;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Text;
import io.headwater.infer.draft.HeadGuess;
import io.headwater.infer.draft.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.opencv.core.Core;
import org.opencv.core.Mat;

/** A manifest drafted for a model's file.
 *
 *  @param name of the model: its file's name without what ends it
 *  @param picture how pixels are given to it
 *  @param tried whether {@code picture} was chosen by how well the model answered */
public record Draft(Path file, String sha256, String name, Input input, HeadGuess head, Picture picture, boolean tried) {
    static final String VERSION = "1.0.0";
    private static final double LOW = 0.3;
    /** How much better another way of giving pixels must be than the usual one. */
    private static final double BETTER = 1.2;
    /** More things than this in one picture are noise. */
    private static final int MOST = 50;
    private static final double LEAST_SIDE = 4;

    /** The picture's tensor.
     *
     *  @param open whether the file leaves its size open */
    record Input(String tensor, String type, boolean channelsLast, int channels, int height, int width, boolean open, List<ModelInput.Constant> constants) {
        static boolean isColour(long dimension) {
            return dimension == 1 || dimension == 3;
        }

        static Input of(String tensor, TensorInfo info, int height, int width, List<ModelInput.Constant> constants) {
            long[] shape = info.getShape();
            boolean last = isColour(shape[3]) && !isColour(shape[1]);
            long channels = shape[last ? 3 : 1];
            return new Input(tensor, OnnxModel.type(info), last, channels < 0 ? 3 : (int) channels, height, width, shape[last ? 1 : 2] < 0 || shape[last ? 2 : 3] < 0, constants);
        }

        long[] shape() {
            return channelsLast ? new long[] {1, height, width, channels} : new long[] {1, channels, height, width};
        }
    }

    static Draft of(Inspection facts, Input input, HeadGuess head) {
        String stem = facts.file().getFileName().toString().replaceFirst("\\.[^.]*$", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        return new Draft(facts.file(), facts.sha256(), stem.isEmpty() ? "model" : stem, input, head, head.picture(), false);
    }

    /** The same under another name. */
    public Draft named(String other) {
        return new Draft(file, sha256, other, input, head, picture, tried);
    }

    /** The manifest. */
    public String yaml() {
        StringBuilder all = new StringBuilder();
        all.append("name: ").append(name).append("\nversion: ").append(VERSION).append("\nfile: ").append(file.getFileName()).append("\nsha256: ").append(sha256)
                .append("\n# licence: fill in\n# description: fill in what it finds, and where it comes from\ninput:\n");
        line(all, "tensor", quoted(input.tensor), "");
        line(all, "layout", input.channelsLast ? "NHWC" : "NCHW", "");
        line(all, "type", input.type, "");
        line(all, "size", "[" + input.height + ", " + input.width + "]", input.open ? "height, width: a guess, the file leaves them open" : "height, width");
        line(all, "color", input.channels == 1 ? "GRAY" : picture.color(), input.channels == 1 ? "" : tried ? "gave the best answers on the picture" : "a guess: see the training code");
        for (String part : ("fit: " + picture.fit()).split(", (?=[a-z])")) {
            all.append("  ").append(part).append('\n');
        }
        if (!input.type.equals("uint8")) {
            for (String part : picture.normal().split(", (?=[a-z])")) {
                if (input.channels == 3 || part.startsWith("scale")) {
                    all.append("  ").append(part).append('\n');
                }
            }
        }
        if (!input.constants.isEmpty()) {
            all.append("  constants:\n");
            for (ModelInput.Constant c : input.constants) {
                all.append("    - { tensor: ").append(quoted(c.tensor())).append(", type: ").append(c.type().name().toLowerCase(Locale.ROOT)).append(", shape: ").append(Arrays.toString(c.shape()))
                        .append(", values: ").append(Arrays.stream(c.values()).mapToObj(v -> Long.toString((long) v)).collect(Collectors.joining(", ", "[", "]"))).append(" }\n");
            }
        }
        all.append("output:                # ").append(head.sure().text()).append(": ").append(head.why()).append('\n');
        head.yaml().strip().lines().forEach(l -> all.append("  ").append(l).append('\n'));
        if (!head.labelsFile().isEmpty()) {
            all.append("labelsFile: ").append(head.labelsFile()).append('\n');
        } else if (!head.labels().isEmpty()) {
            all.append(head.madeUp() ? "# the file does not say what its labels are called: list them in the order of the training\n" : "")
                    .append("labels: [").append(head.labels().stream().map(Draft::quoted).collect(Collectors.joining(", "))).append("]\n");
        }
        return all.toString();
    }

    private static void line(StringBuilder all, String key, String value, String comment) {
        String line = "  " + key + ": " + value;
        all.append(comment.isEmpty() ? line : String.format("%-24s # %s", line, comment)).append('\n');
    }

    private static String quoted(String text) {
        return io.headwater.infer.draft.Seen.quoted(text);
    }

    /** The draft with that way of giving pixels with which the model answers best on a picture. Of regions, more are no better:
     *  they keep the usual one. */
    Draft fitted(Mat pixels) {
        if (head.yaml().startsWith("regions") || input.channels == 1 || input.type.equals("uint8") || !head.labelsFile().isEmpty() && !Files.exists(file.resolveSibling(head.labelsFile()))) {
            return this;
        }
        Mat mirrored = new Mat();
        try {
            Core.flip(pixels, mirrored, 1);
            Draft best = this;
            double most = 0;
            for (Picture other : picture.others()) { // the most usual one comes first
                Draft next = new Draft(file, sha256, name, input, head, other, true);
                double answers = next.answers(pixels, mirrored);
                if (answers > most * BETTER) {
                    most = answers;
                    best = next;
                }
            }
            return best;
        } finally {
            mirrored.release();
        }
    }

    /** How much a model finds, and how surely. What a wrong normalisation makes it see, it does not see again in the mirror. */
    private double answers(Mat pixels, Mat mirrored) {
        try {
            Path root = Files.createTempDirectory("headwater-draft");
            try {
                List<Problem> problems = new ArrayList<>();
                Path folder = write(root);
                try (Trial trial = Trial.open(folder, problems)) {
                    return trial == null ? 0 : sureness(trial.run(pixels, LOW).answer(), trial.run(mirrored, LOW).answer(), pixels.cols());
                }
            } catch (IllegalStateException | IllegalArgumentException e) {
                return 0; // the head does not fit, which the user is told when the draft is tried
            } finally {
                delete(root);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double sureness(Answer answer, Answer mirrored, int width) {
        return switch (answer) {
            case Detections found when found.all().size() > MOST || ((Detections) mirrored).all().size() > MOST -> 0;
            case Detections found -> found.all().stream().mapToDouble(d -> again(d, (Detections) mirrored, width)).sum();
            case Classes classes -> classes.all().isEmpty() || ((Classes) mirrored).all().isEmpty()
                    || !classes.all().getFirst().label().equals(((Classes) mirrored).all().getFirst().label()) ? 0
                    : Math.min(classes.all().getFirst().score(), ((Classes) mirrored).all().getFirst().score());
            case Text text -> text.score() * text.text().length();
            default -> 0;
        };
    }

    /** The lower of the scores of a thing that was found in a picture and in its mirror; 0 for what was not, or is no thing. */
    private static double again(Detection found, Detections mirrored, int width) {
        Box box = found.box();
        if (box.width() < LEAST_SIDE || box.height() < LEAST_SIDE) {
            return 0;
        }
        Box there = new Box(width - box.x2(), box.y1(), width - box.x1(), box.y2());
        return mirrored.all().stream().filter(d -> d.label().equals(found.label()) && d.box().iou(there) > 0.5).mapToDouble(d -> Math.min(d.score(), found.score()) - LOW).max().orElse(0);
    }

    /** Writes the model's folder, with a copy of its file.
     *
     *  @return the folder {@code root/name/version}
     *  <p>Errors: {@link IOException}, also when there is a manifest already. */
    public Path write(Path root) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name).resolve(VERSION));
        Path manifest = folder.resolve(ModelFolders.MANIFEST);
        if (Files.exists(manifest)) {
            throw new IOException(manifest + " is there already: name another folder, or remove it");
        }
        Path target = folder.resolve(file.getFileName());
        if (!Files.exists(target) || !Files.isSameFile(file, target)) {
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
        Path characters = file.resolveSibling(head.labelsFile());
        if (!head.labelsFile().isEmpty() && Files.exists(characters) && !Files.exists(folder.resolve(head.labelsFile()))) {
            Files.copy(characters, folder.resolve(head.labelsFile()));
        }
        Files.writeString(manifest, yaml());
        return folder;
    }

    private static void delete(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path at, BasicFileAttributes attributes) throws IOException {
                Files.delete(at);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path at, java.io.IOException e) throws IOException {
                Files.delete(at);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
