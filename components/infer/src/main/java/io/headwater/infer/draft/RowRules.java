package io.headwater.infer.draft;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Heads with a row a box. */
final class RowRules {
    private static final String NMS = "nms: { maxIou: 0.45 }";

    private RowRules() {}

    /** What Ultralytics' exporter says itself. */
    static Optional<HeadGuess> ultralytics(Sight sight) {
        String task = sight.metadata().getOrDefault("task", "");
        List<String> names = Names.of(sight.metadata());
        Optional<Seen> rows = sight.outputs().stream().filter(o -> o.rank() == 3).findFirst();
        if (task.equals("classify") && !names.isEmpty() && sight.outputs().getFirst().rank() == 2) {
            Seen o = sight.outputs().getFirst();
            return Optional.of(HeadGuess.of("classes: { tensor: %s, activation: %s, top: 5 }".formatted(o.yaml(), o.sumsToOne(o.dim(1)) ? "none" : "softmax"), names,
                    new Picture("RGB", "crop", "scale: 0.00392157"), Sureness.CERTAIN, "its metadata says: Ultralytics, task classify, with names"));
        }
        if (!task.equals("detect") && !task.equals("pose") && !task.equals("segment") || names.isEmpty() || rows.isEmpty()) {
            return Optional.empty();
        }
        Seen o = rows.get();
        int columns = 4 + names.size();
        if (o.dim(2) == 6 && o.dim(1) <= 1000) {
            return afterSuppression(sight).map(g -> new HeadGuess(g.yaml(), names, false, "", Picture.YOLO, Sureness.CERTAIN, "its metadata says: Ultralytics, task detect; six numbers a row, suppressed already"));
        }
        boolean v5 = o.dim(2) == 5 + names.size();
        String points = task.equals("pose") && (o.dim(1) - columns) % 3 == 0
                ? "  points: { first: %d, scores: true, names: %s }\n".formatted(columns, Names.yaml(Names.points((o.dim(1) - columns) / 3))) : "";
        return Optional.of(HeadGuess.of("""
                detections:
                  boxes: { tensor: %s, format: cxcywh, normalized: false }
                  scores: { tensor: %s, first: %s }
                %s%s  %s
                """.formatted(o.yaml(), o.yaml(), v5 ? "5, objectness: 4" : "4", v5 ? "" : "  transposed: true\n", points, NMS), names, Picture.YOLO, Sureness.CERTAIN,
                "its metadata says: Ultralytics, task " + task + ", with names" + (task.equals("segment") ? "; its masks are not read" : "")));
    }

    /** Detectors that give boxes, scores and label numbers: TensorFlow's, torchvision's, RT-DETR's and others after suppression. */
    static Optional<HeadGuess> namedLabels(Sight sight) {
        Optional<Seen> boxes = sight.outputs().stream().filter(o -> (o.rank() == 3 || o.rank() == 2) && o.dim(-1) == 4 && o.dim(-2) != 1 || o.rank() == 2 && o.dim(1) == 4).findFirst();
        if (boxes.isEmpty()) {
            return Optional.empty();
        }
        List<Seen> single = sight.outputs().stream().filter(o -> o.rank() == boxes.get().rank() - 1 && o.dim(-1) == boxes.get().dim(-2)).toList();
        Optional<Seen> scores = single.stream().filter(o -> o.named("score", "conf")).findFirst().or(() -> single.stream().filter(o -> o.within(0, 1) && !whole(o)).findFirst());
        Optional<Seen> labels = single.stream().filter(o -> o.named("class", "label") && !o.named("score")).findFirst()
                .or(() -> single.stream().filter(o -> whole(o) && !scores.map(s -> s == o).orElse(false)).findFirst());
        if (scores.isEmpty() || labels.isEmpty()) {
            return Optional.empty();
        }
        boolean unit = boxes.get().within(0, 1);
        boolean tensorFlow = sight.outputs().stream().anyMatch(o -> o.named("num_detections", "detection_boxes"));
        int most = (int) labels.get().max();
        int known = Math.max(Names.of(sight.metadata()).size(), tensorFlow ? 90 : 80);
        return Optional.of(HeadGuess.labelled("""
                detections:
                  boxes: { tensor: %s, format: %s, normalized: %b }
                  scores: { tensor: %s }
                  classes: { tensor: %s%s }
                """.formatted(boxes.get().yaml(), tensorFlow ? "yxyx" : "xyxy", unit, scores.get().yaml(), labels.get().yaml(), tensorFlow ? ", start: 1" : ""), Math.max(known, most + 1), sight,
                tensorFlow ? Picture.RAW_BGR : Picture.UNIT_RGB, Sureness.LIKELY, "boxes, scores and numbers of labels, one a box; how many labels there are is not in the file"));
    }

    private static boolean whole(Seen o) {
        for (float v : o.values()) {
            if (v != Math.rint(v)) {
                return false;
            }
        }
        return true;
    }

    /** Two outputs with as many rows: boxes and scores (SSD, DETR, UltraFace). */
    static Optional<HeadGuess> pairs(Sight sight) {
        Optional<Seen> found = sight.outputs().stream().filter(o -> o.rank() == 3 && o.dim(2) == 4)
                .min(Comparator.comparingInt((Seen o) -> o.named("box", "loc") ? 0 : 1));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Seen boxes = found.get();
        Optional<Seen> other = sight.outputs().stream().filter(o -> o != boxes && o.rank() == 3 && o.dim(1) == boxes.dim(1)).findFirst();
        if (other.isEmpty()) {
            return Optional.empty();
        }
        Seen scores = other.get();
        int columns = scores.dim(2);
        boolean query = boxes.dim(1) <= 1000; // a set of answers, as transformers give it: no suppression
        boolean soft = scores.sumsToOne(columns);
        boolean raw = !scores.within(0, 1);
        boolean corners = corners(boxes);
        boolean unit = boxes.within(-0.5, 1.5);
        boolean background = soft || raw && query && (columns == 92 || columns == 21) || columns == 2 && !raw;
        int nothing = background && scores.mean(columns, 0) > scores.mean(columns, columns - 1) && !(query && raw) ? 0 : columns - 1;
        String activation = raw ? background ? ", activation: softmax" : ", activation: sigmoid" : "";
        return Optional.of(HeadGuess.labelled("""
                detections:
                  boxes: { tensor: %s, format: %s, normalized: %b }
                  scores: { tensor: %s%s%s }
                %s""".formatted(boxes.yaml(), corners ? "xyxy" : "cxcywh", unit, scores.yaml(), background ? ", background: " + nothing : "", activation, query ? "" : "  " + NMS + "\n"),
                columns - (background ? 1 : 0), sight, query ? Picture.IMAGENET : boxes.dim(1) == 4420 || boxes.dim(1) == 17640 ? Picture.ULTRAFACE : Picture.UNIT_RGB,
                corners && unit && soft ? Sureness.LIKELY : Sureness.GUESS, (query ? boxes.dim(1) + " answers of a transformer" : "boxes and scores, one row each")
                        + (corners ? ", corners in order" : ", the later numbers are sizes") + (background ? ", one score for nothing" : "")));
    }

    /** Whether the third and fourth number are nearly always beyond the first and second. */
    private static boolean corners(Seen boxes) {
        int rows = boxes.values().length / 4;
        int ordered = 0;
        for (int row = 0; row < rows; row++) {
            ordered += boxes.values()[4 * row + 2] >= boxes.values()[4 * row] && boxes.values()[4 * row + 3] >= boxes.values()[4 * row + 1] ? 1 : 0;
        }
        return ordered > 0.97 * rows;
    }

    /** Box, score, label in a row: suppressed within the model. */
    static Optional<HeadGuess> afterSuppression(Sight sight) {
        Optional<Seen> rows = sight.outputs().stream().filter(o -> o.rank() >= 2 && (o.dim(-1) == 6 || o.dim(-1) == 7) && o.dim(-2) <= 1000 && o.dim(-2) != 6).findFirst();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Seen o = rows.get();
        boolean numbered = o.dim(-1) == 7;
        boolean caffe = numbered && o.rank() == 4; // picture, label, score, box
        boolean unit = o.within(-1, 1.5) || caffe;
        int labels = Math.max(Names.of(sight.metadata()).size(), caffe ? 20 : 80);
        String yaml = caffe ? """
                detections:
                  boxes: { tensor: %s, first: 3, format: xyxy, normalized: true }
                  scores: { tensor: %s, first: 2 }
                  classes: { tensor: %s, first: 1, start: 1 }
                """.formatted(o.yaml(), o.yaml(), o.yaml()) : """
                detections:
                  boxes: { tensor: %s, first: %d, format: xyxy, normalized: %b }
                  scores: { tensor: %s, first: %d }
                  classes: { tensor: %s, first: %d }
                """.formatted(o.yaml(), numbered ? 1 : 0, unit, o.yaml(), numbered ? 6 : 4, o.yaml(), 5);
        return Optional.of(HeadGuess.labelled(yaml, labels, sight, caffe ? Picture.CAFFE : Picture.YOLO, Sureness.LIKELY,
                "at most " + o.dim(-2) + " rows of box, score and label; how many labels there are is not in the file"));
    }

    /** YOLOv5 and v8 after decoding, without metadata. */
    static Optional<HeadGuess> yolo(Sight sight) {
        if (sight.outputs().isEmpty() || sight.outputs().getFirst().rank() != 3) {
            return Optional.empty();
        }
        Seen o = sight.outputs().getFirst();
        int cells = sight.cells(List.of(8, 16, 32));
        if (o.dim(1) == 3 * cells && o.dim(2) > 5 || o.dim(1) == cells && o.dim(2) > 5) {
            return Optional.of(HeadGuess.labelled("""
                    detections:
                      boxes: { tensor: %s, format: cxcywh, normalized: %b }
                      scores: { tensor: %s, first: 5, objectness: 4 }
                      %s
                    """.formatted(o.yaml(), o.within(-0.5, 1.5), o.yaml(), NMS), o.dim(2) - 5, sight, Picture.YOLO, o.dim(1) == 3 * cells ? Sureness.LIKELY : Sureness.GUESS,
                    "decoded rows of box, objectness and scores for each " + (o.dim(1) == cells ? "cell" : "anchor") + " of strides 8, 16, 32: YOLOv5 or v7"));
        }
        if (o.dim(2) == cells && o.dim(1) > 4) {
            boolean raw = !within(o, 4);
            return Optional.of(HeadGuess.labelled("""
                    detections:
                      boxes: { tensor: %s, format: cxcywh, normalized: %b }
                      scores: { tensor: %s, first: 4%s }
                      transposed: true
                      %s
                    """.formatted(o.yaml(), o.within(-0.5, 1.5), o.yaml(), raw ? ", activation: sigmoid" : "", NMS), o.dim(1) - 4, sight, Picture.YOLO, Sureness.LIKELY,
                    "columns of box and scores for each cell of strides 8, 16, 32: YOLOv8 or later"));
        }
        return Optional.empty();
    }

    /** Whether the scores of a transposed output, from a column on, are scores already. */
    private static boolean within(Seen o, int from) {
        for (int c = from; c < o.dim(1); c++) {
            for (float v : o.column(o.dim(1), c, true)) {
                if (v < 0 || v > 1) {
                    return false;
                }
            }
        }
        return true;
    }
}
