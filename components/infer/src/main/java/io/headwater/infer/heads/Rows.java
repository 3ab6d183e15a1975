package io.headwater.infer.heads;

import io.headwater.exchange.Rule;
import io.headwater.flow.Answer;
import io.headwater.flow.Detections;
import io.headwater.infer.Declaration;
import io.headwater.infer.Head;
import io.headwater.infer.HeadFactory;
import io.headwater.infer.Look;
import io.headwater.infer.Outputs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code detections}: a row a box, in one output or in several.
 *  <p>Shape: {@code [1, n, columns]}, or {@code [1, columns, n]} where {@code transposed}; leading ones do not matter. An output
 *  with one dimension less than the boxes' has one number a row. {@code boxes.first} is the first of the box's four columns,
 *  {@code scores.first} the first of one column a label. Where the model says the best label itself, {@code classes} names the
 *  column with its number, and the scores have one column.
 *  <p>Units: boxes and keypoints in 0..1 of the picture, or, not normalized, in pixels of the input.
 *  <p>Source: SSD, DETR, YOLOv5 (objectness), YOLOv8 (transposed), YOLOv10 and TensorFlow's detectors (classes) as they are
 *  commonly exported. Of one box every label above the least score counts. */
public final class Rows implements HeadFactory {
    @Override
    public String name() {
        return "detections";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Detections.class;
    }

    /** How a box is written: corners, or centre and size. */
    private enum Format { XYXY, YXYX, CXCYWH, XYWH }

    /** Where the number of a box's label stands.
     *
     *  @param start number of the first label */
    private record Numbered(Declaration at, String tensor, int column, int start) {
        static @Nullable Numbered declare(Declaration declared) {
            return declared.map("classes").map(at -> {
                Numbered numbered = new Numbered(at, at.required("tensor", "classes"), at.whole("first", 0, 0, 1 << 16), at.whole("start", 0, 0, 1 << 16));
                at.done();
                return numbered;
            }).orElse(null);
        }
    }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        Declaration boxes = declared.requiredMap("boxes", "tensor: boxes, format: xyxy, normalized: true");
        Declaration scores = declared.requiredMap("scores", "tensor: scores");
        Numbered numbered = Numbered.declare(declared);
        String box = boxes.required("tensor", "boxes");
        Reader reader = new Reader(boxes, box, boxes.choice("format", Format.XYXY), boxes.flag("normalized", true), boxes.whole("first", 0, 0, 1 << 16),
                scores, scores.required("tensor", "scores"), Likelihood.declare(scores, Activation.NONE, 0, Likelihood.NONE, numbered == null ? labels : List.of("any")),
                numbered, Points.declare(declared, box, 0), declared.flag("transposed", false), Suppression.maxIou(declared), labels);
        boxes.done();
        scores.done();
        Labels.needed(declared, labels);
        return reader;
    }

    private record Reader(Declaration boxesAt, String boxes, Format format, boolean normalized, int firstBox, Declaration scoresAt, String scores,
            Likelihood likelihood, @Nullable Numbered numbered, @Nullable Points points, boolean transposed, double maxIou, List<String> labels) implements Head {
        @Override
        public List<String> tensors() {
            List<String> all = new ArrayList<>(List.of(boxes, scores));
            if (numbered != null) {
                all.add(numbered.tensor);
            }
            if (points != null) {
                all.add(points.tensor());
            }
            return all;
        }

        @Override
        public void check(Outputs outputs) {
            long[] box = outputs.shape(boxesAt, "tensor", boxes);
            long[] score = outputs.shape(scoresAt, "tensor", scores);
            long[] number = numbered == null ? null : outputs.shape(numbered.at, "tensor", numbered.tensor);
            if (box == null || score == null) {
                return;
            }
            if (box.length < 2) {
                boxesAt.report("tensor", Rule.TENSOR, "output " + boxes + " is " + Outputs.text(box) + ", must be [1, n, columns]", "name the output with the boxes");
                return;
            }
            long columns = columns(box, box);
            if (columns >= 0 && columns < firstBox + 4) {
                boxesAt.report("tensor", Rule.TENSOR, "output " + boxes + " has " + columns + " columns, a box would end at column " + (firstBox + 3),
                        transposed ? "mend first" : "mend first, or transposed: true");
                return;
            }
            checkScores(score, box);
            if (number != null && numbered != null && columns(number, box) >= 0 && columns(number, box) <= numbered.column) {
                numbered.at.report("first", Rule.TENSOR, "output " + numbered.tensor + " has " + columns(number, box) + " columns, the label would stand in column " + numbered.column, "mend first");
            }
            long[] pointed = points == null ? null : outputs.shape(points.at(), "tensor", points.tensor());
            if (points != null && pointed != null) {
                points.check(columns(pointed, box));
            }
        }

        private void checkScores(long[] score, long[] box) {
            long columns = columns(score, box);
            int end = likelihood.first() + likelihood.columns();
            if (columns >= 0 && numbered != null && columns < end) {
                scoresAt.report("first", Rule.TENSOR, "output " + scores + " has " + columns + " columns, the score would stand in column " + (end - 1), "mend first");
            } else if (columns >= 0 && numbered == null && (points == null || !points.tensor().equals(scores) || columns < end)) {
                Labels.match(scoresAt, "tensor", scores, columns - likelihood.first() - (likelihood.columns() - labels.size()), labels);
            }
            long rows = rows(score, box);
            long boxRows = rows(box, box);
            if (boxRows >= 0 && rows >= 0 && boxRows != rows) {
                scoresAt.report("tensor", Rule.TENSOR, "output " + scores + " has " + rows + " rows, output " + boxes + " has " + boxRows, "name two outputs of one model head");
            }
        }

        /** Whether an output has one number a row. */
        private static boolean single(long[] shape, long[] box) {
            return shape.length < box.length;
        }

        private long columns(long[] shape, long[] box) {
            return single(shape, box) ? 1 : shape[shape.length - (transposed ? 2 : 1)];
        }

        private long rows(long[] shape, long[] box) {
            return shape.length == 0 ? 1 : shape[shape.length - (transposed || single(shape, box) ? 1 : 2)];
        }

        private Table table(Look look, int output) {
            return single(look.shape(output), look.shape(0)) ? Table.column(look.values(output)) : Table.of(look.values(output), look.shape(output), transposed);
        }

        @Override
        public Answer read(Look look) {
            if (points != null) {
                look.found().withPoints(points.names());
            }
            Table box = table(look, 0);
            Table score = table(look, 1);
            Table number = numbered == null ? score : table(look, 2);
            Table pointed = points == null ? box : table(look, look.outputs() - 1);
            float least = likelihood.least(look);
            int rows = Math.min(box.rows(), score.rows());
            for (int row = 0; row < rows; row++) {
                float all = likelihood.of(look, score, row, score);
                if (Float.isNaN(all)) {
                    continue;
                }
                if (numbered != null) {
                    int label = Math.round(number.get(row, numbered.column)) - numbered.start;
                    float likely = likelihood.score(score, row, all, 0);
                    if (likely >= look.minScore() && label >= 0 && label < labels.size() && look.wanted(label)) {
                        take(look, box, pointed, row, label, likely);
                    }
                    continue;
                }
                for (int label = likelihood.next(look, score, row, all, 0, least); label >= 0; label = likelihood.next(look, score, row, all, label + 1, least)) {
                    take(look, box, pointed, row, label, likelihood.score(score, row, all, label));
                }
            }
            return look.found().best(maxIou);
        }

        private void take(Look look, Table box, Table pointed, int row, int label, float score) {
            float w = normalized ? 1 : look.inputWidth();
            float h = normalized ? 1 : look.inputHeight();
            int x = format == Format.YXYX ? 1 : 0;
            float a = box.get(row, firstBox + x) / w;
            float b = box.get(row, firstBox + 1 - x) / h;
            float c = box.get(row, firstBox + 2 + x) / w;
            float d = box.get(row, firstBox + 3 - x) / h;
            boolean taken = switch (format) {
                case XYXY, YXYX -> look.found().add(label, score, a, b, c, d);
                case XYWH -> look.found().add(label, score, a, b, a + c, b + d);
                case CXCYWH -> look.found().add(label, score, a - c / 2, b - d / 2, a + c / 2, b + d / 2);
            };
            if (taken && points != null) {
                for (int p = 0; p < points.names().size(); p++) {
                    int column = points.first() + p * points.each();
                    look.found().point(p, pointed.get(row, column) / w, pointed.get(row, column + 1) / h, points.score(pointed, row, p));
                }
            }
        }
    }
}
