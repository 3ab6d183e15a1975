package io.headwater.infer.heads;

import io.headwater.exchange.Rule;
import io.headwater.flow.Answer;
import io.headwater.flow.Detections;
import io.headwater.infer.Declaration;
import io.headwater.infer.Head;
import io.headwater.infer.HeadFactory;
import io.headwater.infer.Look;
import io.headwater.infer.Outputs;
import java.nio.FloatBuffer;
import java.util.List;

/** {@code detections}: a row a box, in one tensor or in two.
 *  <p>Shape: {@code [1, n, columns]}, or {@code [1, columns, n]} where {@code transposed}. {@code boxes.first} is the first of
 *  the box's four columns, {@code scores.first} the first of one column a label, plus one where a {@code background} is among them.
 *  <p>Units: boxes in 0..1 of the picture, or, not normalized, in pixels of the input.
 *  <p>Source: SSD and DETR (two tensors), YOLOv5 (objectness), YOLOv8 (transposed) as they are commonly exported. Of one box
 *  every label above the least score counts. */
public final class Rows implements HeadFactory {
    private static final int NO = -1;

    @Override
    public String name() {
        return "detections";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Detections.class;
    }

    /** How a box is written: corners, or centre and size. */
    private enum Format { XYXY, CXCYWH, XYWH }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        Declaration boxes = declared.requiredMap("boxes", "tensor: boxes, format: xyxy, normalized: true");
        Declaration scores = declared.requiredMap("scores", "tensor: scores");
        Reader reader = new Reader(boxes, boxes.required("tensor", "boxes"), boxes.choice("format", Format.XYXY), boxes.flag("normalized", true),
                boxes.whole("first", 0, 0, 1 << 16), scores, scores.required("tensor", "scores"), scores.choice("activation", Activation.NONE),
                scores.whole("first", 0, 0, 1 << 16), scores.whole("background", NO, 0, 1 << 16), scores.whole("objectness", NO, 0, 1 << 16),
                declared.flag("transposed", false), Suppression.maxIou(declared), labels);
        boxes.done();
        scores.done();
        Labels.needed(declared, labels);
        return reader;
    }

    private record Reader(Declaration boxesAt, String boxes, Format format, boolean normalized, int firstBox, Declaration scoresAt, String scores,
            Activation activation, int firstScore, int background, int objectness, boolean transposed, double maxIou, List<String> labels) implements Head {
        @Override
        public List<String> tensors() {
            return List.of(boxes, scores);
        }

        @Override
        public void check(Outputs outputs) {
            long[] box = outputs.shape(boxesAt, "tensor", boxes, 1, -1, -1);
            long[] score = outputs.shape(scoresAt, "tensor", scores, 1, -1, -1);
            if (box == null || score == null) {
                return;
            }
            if (columns(box) >= 0 && columns(box) < firstBox + 4) {
                boxesAt.report("tensor", Rule.TENSOR, "output " + boxes + " has " + columns(box) + " columns, a box would end at column " + (firstBox + 3),
                        transposed ? "mend first" : "mend first, or transposed: true");
            } else if (columns(score) >= 0) {
                Labels.match(scoresAt, "tensor", scores, columns(score) - firstScore - (background == NO ? 0 : 1), labels);
            }
            if (rows(box) >= 0 && rows(score) >= 0 && rows(box) != rows(score)) {
                scoresAt.report("tensor", Rule.TENSOR, "output " + scores + " has " + rows(score) + " rows, output " + boxes + " has " + rows(box), "name two outputs of one model head");
            }
        }

        private long columns(long[] shape) {
            return shape[transposed ? 1 : 2];
        }

        private long rows(long[] shape) {
            return shape[transposed ? 2 : 1];
        }

        private int at(long[] shape, int row, int column) {
            return (int) (transposed ? column * shape[2] + row : row * shape[2] + column);
        }

        @Override
        public Answer read(Look look) {
            FloatBuffer v = look.values(1);
            long[] shape = look.shape(1);
            int rows = (int) rows(shape);
            float least = objectness == NO ? activation.least(look.minScore()) : Float.NEGATIVE_INFINITY;
            for (int row = 0; row < rows; row++) {
                float object = objectness == NO ? 1 : activation.of(v.get(at(shape, row, objectness)));
                if (object < look.minScore()) {
                    continue;
                }
                for (int label = 0; label < labels.size(); label++) {
                    int column = firstScore + label + (background != NO && label >= background ? 1 : 0);
                    float raw = v.get(at(shape, row, column));
                    if (raw >= least && look.wanted(label)) {
                        float score = object * activation.of(raw);
                        if (score >= look.minScore()) {
                            take(look, row, label, score);
                        }
                    }
                }
            }
            return look.found().best(maxIou);
        }

        private void take(Look look, int row, int label, float score) {
            FloatBuffer v = look.values(0);
            long[] shape = look.shape(0);
            float w = normalized ? 1 : look.inputWidth();
            float h = normalized ? 1 : look.inputHeight();
            float a = v.get(at(shape, row, firstBox)) / w;
            float b = v.get(at(shape, row, firstBox + 1)) / h;
            float c = v.get(at(shape, row, firstBox + 2)) / w;
            float d = v.get(at(shape, row, firstBox + 3)) / h;
            switch (format) {
                case XYXY -> look.found().add(label, score, a, b, c, d);
                case XYWH -> look.found().add(label, score, a, b, a + c, b + d);
                case CXCYWH -> look.found().add(label, score, a - c / 2, b - d / 2, a + c / 2, b + d / 2);
            }
        }
    }
}
