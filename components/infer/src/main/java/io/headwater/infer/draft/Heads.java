package io.headwater.infer.draft;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which head a model has, judged by what it says and gives. */
public final class Heads {
    /** The first that fits counts, so those that ask for more come first. */
    private static final List<Function<Sight, Optional<HeadGuess>>> RULES = List.of(
            RowRules::ultralytics, MapRules::heatmap, AnchorRules::yunet, AnchorRules::blazeFace, AnchorRules::priors, AnchorRules::rawYolo, AnchorRules::distanceMaps,
            AnchorRules::distanceRows, AnchorRules::yolox, RowRules::namedLabels, RowRules::pairs, RowRules::yolo, RowRules::afterSuppression, VectorRules::reconstruction,
            VectorRules::text, MapRules::grid, MapRules::regions, MapRules::keypoints, MapRules::segmentation, VectorRules::classes, VectorRules::values, VectorRules::embedding);

    private Heads() {}

    /** The best guess; raw tensors where nothing fits. */
    public static HeadGuess guess(Sight sight) {
        for (Function<Sight, Optional<HeadGuess>> rule : RULES) {
            Optional<HeadGuess> guess = rule.apply(sight);
            if (guess.isPresent()) {
                return guess.get();
            }
        }
        return HeadGuess.of("tensors: {}", List.of(), Picture.UNIT_RGB, Sureness.GUESS, "no head that is known has outputs of these shapes");
    }
}
