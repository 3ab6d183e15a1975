package io.headwater.infer.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Heads that speak of anchors in the cells of grids. */
final class AnchorRules {
    private static final List<Integer> STRIDES = List.of(8, 16, 32);
    private static final List<Integer> FOUR_STRIDES = List.of(8, 16, 32, 64);
    private static final String NMS = "nms: { maxIou: 0.45 }";
    /** Anchors of YOLOv3 and v5 as they come, by stride 8, 16, 32, for an input of 416 and of 640. */
    private static final Map<Integer, String> V3 = Map.of(8, "[[10, 13], [16, 30], [33, 23]]", 16, "[[30, 61], [62, 45], [59, 119]]", 32, "[[116, 90], [156, 198], [373, 326]]");
    private static final Map<Integer, String> V3_TINY = Map.of(16, "[[10, 14], [23, 27], [37, 58]]", 32, "[[81, 82], [135, 169], [344, 319]]");

    private AnchorRules() {}

    /** OpenCV's YuNet: {@code cls_8, obj_8, bbox_8, kps_8} and so on. */
    static Optional<HeadGuess> yunet(Sight sight) {
        List<String> levels = new ArrayList<>();
        for (int stride : STRIDES) {
            int cells = sight.cells(stride);
            List<Seen> here = sight.outputs().stream().filter(o -> o.is(1, cells, -1)).toList();
            Optional<Seen> scores = here.stream().filter(o -> o.named("cls")).findFirst();
            Optional<Seen> objects = here.stream().filter(o -> o.named("obj")).findFirst();
            Optional<Seen> boxes = here.stream().filter(o -> o.dim(2) == 4).findFirst();
            Optional<Seen> points = here.stream().filter(o -> o.dim(2) == 10).findFirst();
            if (scores.isEmpty() || objects.isEmpty() || boxes.isEmpty() || points.isEmpty()) {
                return Optional.empty();
            }
            levels.add("    - { scores: %s, objectness: %s, boxes: %s, points: %s, stride: %d }%n".formatted(scores.get().yaml(), objects.get().yaml(), boxes.get().yaml(), points.get().yaml(), stride));
        }
        return Optional.of(HeadGuess.of("""
                anchors:
                  form: yolox
                  activation: none
                  power: { objectness: 0.5, class: 0.5 }
                  levels:
                %s  points: { first: 0, names: %s }
                  nms: { maxIou: 0.3 }
                """.formatted(String.join("", levels), Names.yaml(Names.FIVE)), List.of("face"), Picture.RAW_BGR, Sureness.LIKELY, "scores, objectness, boxes and five keypoints of three grids, as YuNet has them"));
    }

    /** BlazeFace: two pairs of outputs, 16 numbers a box. */
    static Optional<HeadGuess> blazeFace(Sight sight) {
        List<Seen> boxes = sight.outputs().stream().filter(o -> o.is(1, -1, 16)).sorted(Comparator.comparingInt((Seen o) -> -o.dim(1))).toList();
        List<Seen> scores = sight.outputs().stream().filter(o -> o.is(1, -1, 1)).sorted(Comparator.comparingInt((Seen o) -> -o.dim(1))).toList();
        int fine = sight.width() / 16;
        if (boxes.isEmpty() || boxes.size() != scores.size() || sight.width() != sight.height()) {
            return Optional.empty();
        }
        StringBuilder levels = new StringBuilder();
        if (boxes.size() == 2 && boxes.get(0).dim(1) == 2 * 16 * 16 && boxes.get(1).dim(1) == 6 * 8 * 8) {
            levels.append("    - { scores: %s, boxes: %s, stride: %d, each: 2 }%n".formatted(scores.get(0).yaml(), boxes.get(0).yaml(), fine));
            levels.append("    - { scores: %s, boxes: %s, stride: %d, each: 6 }%n".formatted(scores.get(1).yaml(), boxes.get(1).yaml(), 2 * fine));
        } else if (boxes.size() == 1 && boxes.get(0).dim(1) == 2 * 16 * 16 + 6 * 8 * 8) {
            levels.append("    - { scores: %s, boxes: %s, stride: %d, each: 2 }%n".formatted(scores.get(0).yaml(), boxes.get(0).yaml(), fine));
            levels.append("    - { scores: %s, boxes: %s, stride: %d, each: 6 }%n".formatted(scores.get(0).yaml(), boxes.get(0).yaml(), 2 * fine));
        } else {
            return Optional.empty();
        }
        String raw = scores.get(0).within(0, 1) ? "none" : "sigmoid";
        return Optional.of(HeadGuess.of("""
                anchors:
                  form: relative
                  activation: %s
                  levels:
                %s  points: { first: 4, names: %s }
                  nms: { maxIou: 0.3 }
                """.formatted(raw, levels, Names.yaml(Names.FACE)), List.of("face"), Picture.SIGNED_RGB, Sureness.LIKELY, "896 anchors with 16 numbers each: BlazeFace's box and six keypoints"));
    }

    /** RetinaFace and SSD: boxes relative to priors, which are not in the file. */
    static Optional<HeadGuess> priors(Sight sight) {
        Optional<Seen> boxes = sight.outputs().stream().filter(o -> o.is(1, -1, 4)).findFirst();
        if (boxes.isEmpty() || boxes.get().dim(1) != 2 * sight.cells(STRIDES) || boxes.get().within(0, 1) && boxes.get().max() > 0.3) {
            return Optional.empty();
        }
        int n = boxes.get().dim(1);
        Optional<Seen> scores = sight.outputs().stream().filter(o -> o.is(1, n, 2)).findFirst();
        Optional<Seen> points = sight.outputs().stream().filter(o -> o.is(1, n, 10)).findFirst();
        if (scores.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder levels = new StringBuilder();
        int side = 16;
        for (int stride : STRIDES) {
            levels.append("    - { scores: %s, boxes: %s%s, stride: %d, sizes: [[%d, %d], [%d, %d]] }%n".formatted(scores.get().yaml(), boxes.get().yaml(),
                    points.map(p -> ", points: " + p.yaml()).orElse(""), stride, side, side, 2 * side, 2 * side));
            side *= 4;
        }
        String activation = scores.get().sumsToOne(2) ? "none" : "softmax";
        return Optional.of(HeadGuess.of("""
                anchors:
                  form: priors
                  activation: %s
                  background: 0
                  levels:
                %s%s  nms: { maxIou: 0.4 }
                """.formatted(activation, levels, points.isPresent() ? "  points: { first: 0, names: " + Names.yaml(Names.FIVE) + " }\n" : ""), List.of("face"), Picture.CAFFE,
                points.isPresent() ? Sureness.LIKELY : Sureness.GUESS, "two priors a cell on strides 8, 16, 32, with a background: RetinaFace; the priors' sizes are its usual ones"));
    }

    /** YOLOv3 to v7 before decoding: a map a stride with three anchors a cell. */
    static Optional<HeadGuess> rawYolo(Sight sight) {
        TreeMap<Integer, Seen> byStride = new TreeMap<>();
        boolean last = false;
        int channels = 0;
        for (Seen o : sight.outputs()) {
            boolean five = o.rank() == 5 && o.dim(1) == 3;
            if (!five && o.rank() != 4) {
                return Optional.empty();
            }
            boolean nhwc = !five && o.dim(3) % 3 == 0 && o.dim(1) == o.dim(2) && o.dim(3) != o.dim(2);
            int h = o.dim(nhwc ? 1 : 2);
            int here = five ? o.dim(4) : o.dim(nhwc ? 3 : 1) / 3;
            if (!five && o.dim(nhwc ? 3 : 1) % 3 != 0 || here < 6 || h == 0 || sight.height() % h != 0 || channels != 0 && channels != here) {
                return Optional.empty();
            }
            channels = here;
            last = nhwc;
            byStride.put(sight.height() / h, o);
        }
        Map<Integer, String> sizes = byStride.keySet().equals(V3.keySet()) ? V3 : byStride.keySet().equals(V3_TINY.keySet()) ? V3_TINY : Map.of();
        if (byStride.isEmpty() || sizes.isEmpty()) {
            return Optional.empty();
        }
        boolean v5 = byStride.firstEntry().getValue().rank() == 5;
        StringBuilder levels = new StringBuilder();
        byStride.forEach((stride, o) -> levels.append("    - { scores: %s, boxes: %s, stride: %d, sizes: %s }%n".formatted(o.yaml(), o.yaml(), stride, sizes.get(stride))));
        boolean done = byStride.values().stream().allMatch(o -> o.within(0, 1));
        return Optional.of(HeadGuess.labelled("""
                anchors:
                  form: %s
                %s%s  levels:
                %s  %s
                """.formatted(v5 ? "yolov5" : "yolov3", last ? "  layout: NHWC\n" : "", done ? "  activation: none\n" : "", levels, NMS), channels - 5, sight, v5 ? Picture.YOLO : Picture.UNIT_RGB, Sureness.GUESS,
                "three anchors a cell on maps of strides " + byStride.keySet() + ": YOLO before decoding; the anchors' sizes are the usual ones"));
    }

    /** FCOS and its kin: a map of scores and one of four distances a stride. */
    static Optional<HeadGuess> distanceMaps(Sight sight) {
        TreeMap<Integer, List<Seen>> byStride = new TreeMap<>();
        for (Seen o : sight.outputs()) {
            if (o.rank() != 4 || o.dim(2) == 0 || sight.height() % o.dim(2) != 0) {
                return Optional.empty();
            }
            byStride.computeIfAbsent(sight.height() / o.dim(2), s -> new ArrayList<>()).add(o);
        }
        if (byStride.size() < 2 || byStride.values().stream().anyMatch(all -> all.size() != 2)) {
            return Optional.empty();
        }
        StringBuilder levels = new StringBuilder();
        int labels = 0;
        int bins = 1;
        boolean sigmoid = false;
        for (Map.Entry<Integer, List<Seen>> level : byStride.entrySet()) {
            Seen first = level.getValue().get(0);
            Seen second = level.getValue().get(1);
            boolean boxesFirst = first.named("reg", "box", "dis") || !second.named("reg", "box", "dis") && first.dim(1) % 4 == 0 && second.dim(1) % 4 != 0;
            Seen scores = boxesFirst ? second : first;
            Seen boxes = boxesFirst ? first : second;
            if (boxes.dim(1) % 4 != 0) {
                return Optional.empty();
            }
            labels = scores.dim(1);
            bins = boxes.dim(1) / 4;
            sigmoid |= !scores.within(0, 1);
            levels.append("    - { scores: %s, boxes: %s, stride: %d }%n".formatted(scores.yaml(), boxes.yaml(), level.getKey()));
        }
        return Optional.of(HeadGuess.labelled(distances(levels.toString(), bins, sigmoid, ""), labels, sight, bins == 1 ? Picture.IMAGENET : Picture.NANODET, Sureness.GUESS,
                "scores and four distances a cell on maps of strides " + byStride.keySet()));
    }

    private static String distances(String levels, int bins, boolean sigmoid, String more) {
        return """
                anchors:
                  form: distances
                %s  activation: %s
                %s  levels:
                %s  nms: { maxIou: 0.6 }
                """.formatted(bins == 1 ? "" : "  bins: " + bins + "\n", sigmoid ? "sigmoid" : "none", more, levels);
    }

    /** NanoDet and PicoDet: one row a cell, scores then distributions of four distances. */
    static Optional<HeadGuess> distanceRows(Sight sight) {
        if (sight.outputs().size() != 1 || sight.outputs().getFirst().rank() != 3) {
            return Optional.empty();
        }
        Seen o = sight.outputs().getFirst();
        List<Integer> strides = o.dim(1) == sight.cells(FOUR_STRIDES) ? FOUR_STRIDES : o.dim(1) == sight.cells(STRIDES) ? STRIDES : List.of();
        int bins = 8;
        int labels = o.dim(2) - 4 * bins;
        if (strides.isEmpty() || labels < 1 || o.dim(2) != 80 + 32 && strides.size() != 4) {
            return Optional.empty();
        }
        StringBuilder levels = new StringBuilder();
        strides.forEach(stride -> levels.append("    - { scores: %s, boxes: %s, stride: %d }%n".formatted(o.yaml(), o.yaml(), stride)));
        boolean sigmoid = false;
        for (int c = 0; c < labels; c++) {
            for (float v : o.column(o.dim(2), c, false)) {
                sigmoid |= v < 0 || v > 1;
            }
        }
        return Optional.of(HeadGuess.labelled(distances(levels.toString(), bins, sigmoid, "  firstBox: " + labels + "\n  middle: 0\n"), labels, sight, Picture.NANODET, Sureness.LIKELY,
                o.dim(1) + " cells of strides " + strides + " with " + labels + " scores and four distances of 8 bins: NanoDet-Plus"));
    }

    /** YOLOX before decoding: one row a cell, offsets and logarithms of sizes. */
    static Optional<HeadGuess> yolox(Sight sight) {
        if (sight.outputs().size() != 1 || !sight.outputs().getFirst().is(1, sight.cells(STRIDES), -1) || sight.outputs().getFirst().dim(2) < 6) {
            return Optional.empty();
        }
        Seen o = sight.outputs().getFirst();
        int columns = o.dim(2);
        double most = 0;
        for (int c = 0; c < 4; c++) {
            for (float v : o.column(columns, c, false)) {
                most = Math.max(most, Math.abs(v));
            }
        }
        if (most > sight.width() / 4.0) {
            return Optional.empty(); // pixels: decoded already
        }
        StringBuilder levels = new StringBuilder();
        STRIDES.forEach(stride -> levels.append("    - { scores: %s, boxes: %s, stride: %d }%n".formatted(o.yaml(), o.yaml(), stride)));
        return Optional.of(HeadGuess.labelled("""
                anchors:
                  form: yolox
                  activation: none
                  objectness: 4
                  first: 5
                  levels:
                %s  %s
                """.formatted(levels, NMS), columns - 5, sight, Picture.YOLOX, Sureness.LIKELY, "one row a cell of strides 8, 16, 32 with box, objectness and scores, not decoded: YOLOX"));
    }
}
