package io.headwater.infer.draft;

import java.util.List;
import java.util.Optional;

/** Heads with maps. */
final class MapRules {
    private MapRules() {}

    /** Centre points: scores a label, and two maps with two numbers a cell. */
    static Optional<HeadGuess> heatmap(Sight sight) {
        List<Seen> maps = sight.outputs().stream().filter(o -> o.rank() == 4).toList();
        List<Seen> two = maps.stream().filter(o -> o.dim(1) == 2).toList();
        Optional<Seen> heat = maps.stream().filter(o -> o.named("heat", "hm", "score", "center")).findFirst().or(() -> maps.stream().filter(o -> o.dim(1) != 2).findFirst());
        if (maps.size() != 3 || heat.isEmpty() || two.size() < 2) {
            return Optional.empty();
        }
        List<Seen> others = maps.stream().filter(o -> o != heat.get()).toList();
        if (others.stream().anyMatch(o -> o.dim(1) != 2 || o.dim(2) != heat.get().dim(2))) {
            return Optional.empty();
        }
        boolean offsetFirst = others.get(0).named("off", "reg") || !others.get(1).named("off", "reg") && others.get(0).within(0, 1) && !others.get(1).within(0, 1);
        boolean named = others.stream().anyMatch(o -> o.named("off", "reg")) && others.stream().anyMatch(o -> o.named("size", "wh"));
        Seen offset = others.get(offsetFirst ? 0 : 1);
        Seen size = others.get(offsetFirst ? 1 : 0);
        return Optional.of(HeadGuess.labelled("""
                heatmap:
                  scores: { tensor: %s%s }
                  offsets: { tensor: %s }
                  sizes: { tensor: %s, normalized: %b }
                  nms: { maxIou: 0.45 }
                """.formatted(heat.get().yaml(), heat.get().within(0, 1) ? "" : ", activation: sigmoid", offset.yaml(), size.yaml(), size.within(-0.1, 1.2)), heat.get().dim(1), sight,
                Picture.UNIT_BGR, named ? Sureness.LIKELY : Sureness.GUESS, "a map of scores, one of offsets, one of sizes: centre points"));
    }

    /** FastestDet: objectness, box and scores in the channels of one map. */
    static Optional<HeadGuess> grid(Sight sight) {
        Optional<Seen> one = single(sight);
        if (one.isEmpty() || one.get().dim(1) < 6 || one.get().dim(2) * 16 != sight.height() || one.get().dim(3) * 16 != sight.width()) {
            return Optional.empty();
        }
        Seen o = one.get();
        int cells = o.dim(2) * o.dim(3);
        for (int i = 0; i < cells; i++) {
            double sum = 0;
            for (int c = 5; c < o.dim(1); c++) {
                sum += o.values()[c * cells + i];
            }
            if (o.values()[i] < 0 || o.values()[i] > 1 || Math.abs(sum - 1) > 0.01) {
                return Optional.empty();
            }
        }
        return Optional.of(HeadGuess.labelled("""
                grid:
                  tensor: %s
                  objectness: 0
                  boxes: 1
                  classes: 5
                  offset: tanh
                  size: sigmoid
                  power: { objectness: 0.6, class: 0.4 }
                  nms: { maxIou: 0.45 }
                """.formatted(o.yaml()), o.dim(1) - 5, sight, Picture.UNIT_BGR, Sureness.LIKELY,
                "cells of 16 pixels with an objectness of 0 to 1 and scores that sum to 1 from channel 5 on: FastestDet"));
    }

    private static Optional<Seen> single(Sight sight) {
        List<Seen> maps = sight.outputs().stream().filter(o -> o.rank() == 4).toList();
        return maps.size() == 1 ? Optional.of(maps.getFirst()) : Optional.empty();
    }

    /** One score a pixel, as detectors of text give it. */
    static Optional<HeadGuess> regions(Sight sight) {
        return single(sight).filter(o -> o.dim(1) == 1 && o.dim(2) >= sight.height() / 4 && o.dim(3) >= sight.width() / 4).map(o -> HeadGuess.of("""
                regions:
                  tensor: %s%s
                  threshold: 0.3
                  unclip: 1.5
                  minSide: 3
                """.formatted(o.yaml(), o.within(0, 1) ? "" : "\n  activation: sigmoid"), List.of("text"), Picture.PADDLE, Sureness.GUESS,
                "one score a place: regions, as a detector of text gives them (or a segmentation of two labels: segmentation: { tensor: " + o.name() + " })"));
    }

    /** A map a keypoint, smaller than the picture. */
    static Optional<HeadGuess> keypoints(Sight sight) {
        Optional<Seen> rows = sight.outputs().stream().filter(o -> o.rank() >= 3 && o.dim(-1) == 3 && o.dim(-2) == 17).findFirst();
        if (rows.isPresent()) {
            return Optional.of(HeadGuess.of("keypoints: { tensor: %s, order: yxs, names: %s }".formatted(rows.get().yaml(), Names.yaml(Names.BODY)), List.of("person"),
                    new Picture("RGB", "letterbox", "scale: 1"), Sureness.LIKELY, "17 rows of y, x, score: MoveNet"));
        }
        return single(sight).filter(o -> List.of(16, 17, 21, 68).contains(o.dim(1)) && o.dim(2) * 4 == sight.height() && o.dim(3) * 4 == sight.width())
                .map(o -> HeadGuess.of("keypoints: { tensor: %s, names: %s }".formatted(o.yaml(), Names.yaml(Names.points(o.dim(1)))), List.of("person"), Picture.IMAGENET, Sureness.GUESS,
                        o.dim(1) + " maps of a quarter of the input's size: one a keypoint"));
    }

    /** Scores of each label for each place. */
    static Optional<HeadGuess> segmentation(Sight sight) {
        Optional<Seen> numbers = sight.outputs().stream().filter(o -> o.is(1, sight.height(), sight.width()) || o.is(1, 1, sight.height(), sight.width())).findFirst();
        if (numbers.isPresent() && numbers.get().max() > 1.5) {
            return Optional.of(HeadGuess.labelled("segmentation: { tensor: %s, holds: numbers }".formatted(numbers.get().yaml()), (int) numbers.get().max() + 1, sight, Picture.IMAGENET,
                    Sureness.GUESS, "a number of a label for each pixel; how many labels there are is not in the file"));
        }
        return single(sight).filter(o -> o.dim(1) >= 2 && o.dim(1) <= 256 && o.dim(2) * 8 >= sight.height() || o.dim(3) >= 2 && o.dim(3) <= 256 && o.dim(1) * 8 >= sight.height())
                .map(o -> {
                    boolean last = o.dim(1) * 8 >= sight.height() && o.dim(3) < o.dim(2);
                    return HeadGuess.labelled("segmentation: { tensor: %s%s }".formatted(o.yaml(), last ? ", layout: NHWC" : ""), o.dim(last ? 3 : 1), sight, Picture.IMAGENET, Sureness.LIKELY,
                            "a score of each label for each place");
                });
    }
}
