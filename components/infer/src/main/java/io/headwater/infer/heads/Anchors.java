package io.headwater.infer.heads;

import io.headwater.exchange.Rule;
import io.headwater.flow.Answer;
import io.headwater.flow.Detections;
import io.headwater.infer.Declaration;
import io.headwater.infer.Head;
import io.headwater.infer.HeadFactory;
import io.headwater.infer.Look;
import io.headwater.infer.ModelInput;
import io.headwater.infer.Outputs;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** A row of scores and a row of box an anchor, with anchors in the middle of the cells of one or more grids.
 *  <p>Shape: scores {@code [1, n, labels]}, boxes {@code [1, n, 4 or more]}: centre x, y, width, height; what follows is not
 *  read. A level has {@code each} anchors a cell, cells row by row. Levels that name the same tensors follow one another in them.
 *  <p>Units: the centre relative to the anchor, the size absolute, in pixels of the input.
 *  <p>Source: BlazeFace, Bazarevsky et al. 2019, whose anchors have no size of their own. */
public final class Anchors implements HeadFactory {
    @Override
    public String name() {
        return "anchors";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Detections.class;
    }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        List<Level> levels = new ArrayList<>();
        for (Declaration at : declared.maps("levels")) {
            levels.add(new Level(at, at.required("scores", "scores"), at.required("boxes", "boxes"), at.whole("stride", 8, 1, 4096), at.whole("each", 1, 1, 64)));
            at.done();
        }
        if (levels.isEmpty()) {
            declared.report(null, Rule.MANIFEST, declared.name() + ".levels is missing", "levels: [{ scores: scores, boxes: boxes, stride: 8, each: 2 }]");
        }
        Labels.needed(declared, labels);
        LinkedHashSet<String> tensors = new LinkedHashSet<>();
        levels.forEach(l -> {
            tensors.add(l.scores);
            tensors.add(l.boxes);
        });
        return new Reader(levels, List.copyOf(tensors), declared.choice("activation", Activation.SIGMOID), Suppression.maxIou(declared), labels);
    }

    private record Level(Declaration at, String scores, String boxes, int stride, int each) {
        int anchors(int width, int height) {
            return cells(width) * cells(height) * each;
        }

        int cells(int side) {
            return (side + stride - 1) / stride;
        }
    }

    private record Reader(List<Level> levels, List<String> tensors, Activation activation, double maxIou, List<String> labels) implements Head {
        @Override
        public void check(Outputs outputs) {
            ModelInput input = outputs.input();
            for (Level level : levels) {
                int rows = 0;
                for (Level same : levels) {
                    rows += same.scores.equals(level.scores) ? same.anchors(input.width(), input.height()) : 0;
                }
                long[] scores = outputs.shape(level.at, "scores", level.scores, 1, rows, -1);
                if (scores != null) {
                    Labels.match(level.at, "scores", level.scores, scores[2], labels);
                }
                long[] boxes = outputs.shape(level.at, "boxes", level.boxes, 1, rows, -1);
                if (boxes != null && boxes[2] >= 0 && boxes[2] < 4) {
                    level.at.report("boxes", Rule.TENSOR, "output " + level.boxes + " has " + boxes[2] + " numbers a box, must have 4 or more", "name the output with the boxes");
                }
            }
        }

        @Override
        public Answer read(Look look) {
            for (int i = 0; i < levels.size(); i++) {
                int before = 0;
                for (int j = 0; j < i; j++) {
                    before += levels.get(j).scores.equals(levels.get(i).scores) ? levels.get(j).anchors(look.inputWidth(), look.inputHeight()) : 0;
                }
                read(levels.get(i), before, look);
            }
            return look.found().best(maxIou);
        }

        private void read(Level level, int before, Look look) {
            FloatBuffer scores = look.values(tensors.indexOf(level.scores));
            int boxes = tensors.indexOf(level.boxes);
            int columns = (int) look.shape(boxes)[2];
            int across = level.cells(look.inputWidth());
            int rows = level.anchors(look.inputWidth(), look.inputHeight());
            float least = activation.least(look.minScore());
            for (int row = 0; row < rows; row++) {
                for (int label = 0; label < labels.size(); label++) {
                    float raw = scores.get((before + row) * labels.size() + label);
                    if (raw >= least && look.wanted(label)) {
                        int cell = row / level.each;
                        take(look, label, activation.of(raw), look.values(boxes), (before + row) * columns,
                                (cell % across + 0.5f) * level.stride, (cell / across + 0.5f) * level.stride);
                    }
                }
            }
        }

        private static void take(Look look, int label, float score, FloatBuffer boxes, int at, float anchorX, float anchorY) {
            if (score < look.minScore()) {
                return;
            }
            float cx = (anchorX + boxes.get(at)) / look.inputWidth();
            float cy = (anchorY + boxes.get(at + 1)) / look.inputHeight();
            float halfW = boxes.get(at + 2) / look.inputWidth() / 2;
            float halfH = boxes.get(at + 3) / look.inputHeight() / 2;
            look.found().add(label, score, cx - halfW, cy - halfH, cx + halfW, cy + halfH);
        }
    }
}
