package io.headwater.infer.draft;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Heads with one answer for the whole picture. */
final class VectorRules {
    private static final Set<Integer> EMBEDDINGS = Set.of(64, 96, 128, 192, 256, 320, 384, 512, 576, 640, 768, 960, 1024, 1280, 1536, 2048);

    private VectorRules() {}

    /** An autoencoder gives back what it was given. */
    static Optional<HeadGuess> reconstruction(Sight sight) {
        return sight.outputs().stream().filter(o -> Arrays.equals(o.shape(), sight.input())).findFirst().map(o -> HeadGuess.of("""
                anomaly:
                  reconstruction: %s
                  error: mse
                  threshold: 0.02
                """.formatted(o.yaml()), List.of(), Picture.UNIT_RGB, Sureness.LIKELY,
                "an output of the input's shape: a reconstruction; the threshold is not in the file, take one that almost all normal pictures stay below"));
    }

    /** Steps of characters. */
    static Optional<HeadGuess> text(Sight sight) {
        Optional<Seen> steps = sight.outputs().stream().filter(o -> o.rank() == 3 && o.dim(2) > 10 && o.dim(1) >= sight.width() / 16 && o.dim(1) <= sight.width() / 2).findFirst();
        if (steps.isEmpty() || sight.height() > 64 || sight.height() * 2 > sight.width()) {
            return Optional.empty();
        }
        Seen o = steps.get();
        boolean soft = o.sumsToOne(o.dim(2));
        return Optional.of(new HeadGuess("text: { tensor: %s%s, blank: 0 }".formatted(o.yaml(), soft ? "" : ", activation: softmax"), List.of(), false, "characters.txt", Picture.PADDLE_LINE,
                Sureness.LIKELY, o.dim(1) + " steps of " + o.dim(2) + " characters along a line: text by CTC; characters.txt must have " + (o.dim(2) - 1) + " lines, one a character, in the order of the training; Paddle's own lists leave out the last, a blank"));
    }

    /** One score a label. */
    static Optional<HeadGuess> classes(Sight sight) {
        return vector(sight).filter(o -> o.dim(1) > 1 && (o.sumsToOne(o.dim(1)) || !EMBEDDINGS.contains(o.dim(1)))).map(o -> {
            boolean soft = o.sumsToOne(o.dim(1));
            boolean each = !soft && o.within(0, 1);
            return HeadGuess.labelled("classes: { tensor: %s, activation: %s, top: 5 }".formatted(o.yaml(), soft || each ? "none" : "softmax"), o.dim(1), sight, Picture.IMAGENET_CROP,
                    soft ? Sureness.LIKELY : Sureness.GUESS, soft ? o.dim(1) + " scores that sum to 1" : each ? o.dim(1) + " numbers of 0 to 1: a score each"
                            : o.dim(1) + " numbers, taken to be raw scores of which one counts; where several can hold: activation: sigmoid");
        });
    }

    /** The only output with one row, its dimensions of 1 left out. */
    private static Optional<Seen> vector(Sight sight) {
        return sight.outputs().stream().filter(o -> o.rank() >= 1 && Arrays.stream(o.shape()).filter(d -> d > 1).count() <= 1).findFirst()
                .filter(o -> o.rank() == 2 && o.dim(0) == 1);
    }

    static Optional<HeadGuess> values(Sight sight) {
        return vector(sight).filter(o -> o.dim(1) == 1).map(o -> HeadGuess.of("values: { tensor: %s, values: [{ name: value }] }".formatted(o.yaml()), List.of(), Picture.IMAGENET,
                Sureness.GUESS, "one number: a value; where it is a score of an anomaly: anomaly: { score: " + o.name() + ", threshold: 0.5 }"));
    }

    static Optional<HeadGuess> embedding(Sight sight) {
        return vector(sight).map(o -> HeadGuess.of("embedding: { tensor: %s, normalize: true }".formatted(o.yaml()), List.of(), Picture.SIGNED_RGB, Sureness.GUESS,
                "a vector of " + o.dim(1) + " numbers, as embeddings have; where they are scores: classes: { tensor: " + o.name() + " }"));
    }
}
