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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of scores and a row of box an anchor, with anchors in the cells of one or more grids.
 *  <p>Shape: {@code [1, n, columns]}, where levels that name the same output follow one another in it;
 *  {@code [1, each · columns, h, w]}, or {@code [1, h, w, each · columns]} where {@code layout: NHWC}; or
 *  {@code [1, each, h, w, columns]}.
 *  <p>Units: see {@link AnchorForm}.
 *  <p>Source: SSD, Liu et al. 2016; YOLOv3, Redmon and Farhadi 2018; BlazeFace, Bazarevsky et al. 2019; FCOS, Tian et al. 2019;
 *  RetinaFace, Deng et al. 2019; generalized focal loss, Li et al. 2020 (bins); YOLOX, Ge et al. 2021. */
public final class Anchors implements HeadFactory {
    @Override
    public String name() {
        return "anchors";
    }

    @Override
    public Class<? extends Answer> answer() {
        return Detections.class;
    }

    /** Order of an output's four dimensions. */
    private enum Layout { NCHW, NHWC }

    @Override
    public Head declare(Declaration declared, List<String> labels) {
        AnchorForm form = declared.choice("form", AnchorForm.RELATIVE);
        List<AnchorLevel> levels = new ArrayList<>();
        for (Declaration at : declared.maps("levels")) {
            levels.add(AnchorLevel.declare(at, form));
        }
        if (levels.isEmpty()) {
            declared.report(null, Rule.MANIFEST, declared.name() + ".levels is missing", "levels: [{ scores: scores, boxes: boxes, stride: 8, each: 2 }]");
        }
        Labels.needed(declared, labels);
        boolean yolo = form == AnchorForm.YOLOV3 || form == AnchorForm.YOLOV5;
        double[] variances = declared.numbers("variances", 0.1, 0.2);
        if (variances.length != 2) {
            declared.report("variances", Rule.MANIFEST, declared.name() + ".variances has " + variances.length + " numbers, must have two: of centre, of size", "variances: [0.1, 0.2]");
            variances = new double[] {0.1, 0.2};
        }
        LinkedHashSet<String> tensors = new LinkedHashSet<>();
        levels.forEach(l -> tensors.addAll(List.of(l.scores(), l.boxes())));
        levels.forEach(l -> tensors.add(Objects.requireNonNullElse(l.objects(), l.scores())));
        Points points = Points.declare(declared, "", 4);
        if (points != null) {
            levels.forEach(l -> tensors.add(l.points()));
        }
        return new Reader(declared, form, levels, List.copyOf(tensors), Likelihood.declare(declared, Activation.SIGMOID, yolo ? 5 : 0, yolo ? 4 : Likelihood.NONE, labels),
                declared.whole("firstBox", 0, 0, 1 << 16), (float) declared.number("middle", form.middle(), 0, 1), declared.whole("bins", 1, 1, 256), variances[0], variances[1],
                declared.choice("layout", Layout.NCHW) == Layout.NCHW, points, Suppression.maxIou(declared), labels);
    }

    private record Reader(Declaration at, AnchorForm form, List<AnchorLevel> levels, List<String> tensors, Likelihood likelihood, int firstBox, float middle, int bins,
            double centreVariance, double sizeVariance, boolean channelsFirst, @Nullable Points points, double maxIou, List<String> labels) implements Head {
        @Override
        public void check(Outputs outputs) {
            int width = outputs.input().width();
            int height = outputs.input().height();
            for (AnchorLevel level : levels) {
                int rows = 0;
                for (AnchorLevel same : levels) {
                    rows += same.scores().equals(level.scores()) ? same.anchors(width, height) : 0;
                }
                long scores = columns(outputs, level, "scores", level.scores(), rows);
                if (scores > 0) {
                    boolean before = level.scores().equals(level.boxes()) && firstBox > likelihood.first(); // the box follows them
                    Labels.match(level.at(), "scores", level.scores(), (before ? firstBox : scores) - likelihood.first() - (likelihood.columns() - labels.size()), labels);
                }
                long boxes = columns(outputs, level, "boxes", level.boxes(), rows);
                if (boxes > 0 && boxes < firstBox + 4L * bins) {
                    level.at().report("boxes", Rule.TENSOR, "output " + level.boxes() + " has " + boxes + " numbers a box, must have " + (firstBox + 4 * bins) + " or more",
                            bins == 1 ? "name the output with the boxes" : "name the output with the boxes, or mend bins");
                }
                if (level.objects() != null) {
                    columns(outputs, level, "objectness", level.objects(), rows);
                }
                if (points != null) {
                    points.check(columns(outputs, level, "points", level.points(), rows));
                }
            }
        }

        /** −1 where it is not known, or has been reported. */
        private long columns(Outputs outputs, AnchorLevel level, String key, String tensor, int rows) {
            long[] shape = outputs.shape(level.at(), key, tensor);
            if (shape == null) {
                return -1;
            }
            long columns = level.columns(shape, rows);
            if (columns == 0) {
                level.at().report(key, Rule.TENSOR, "output " + tensor + " is " + Outputs.text(shape) + ", must have " + rows + " rows, one an anchor",
                        "mend stride, each or sizes, or name the levels that share this output");
                return -1;
            }
            return columns;
        }

        @Override
        public Answer read(Look look) {
            if (points != null) {
                look.found().withPoints(points.names());
            }
            for (int i = 0; i < levels.size(); i++) {
                int before = 0;
                int rows = 0;
                for (int j = 0; j < levels.size(); j++) {
                    if (levels.get(j).scores().equals(levels.get(i).scores())) {
                        int anchors = levels.get(j).anchors(look.inputWidth(), look.inputHeight());
                        rows += anchors;
                        before += j < i ? anchors : 0;
                    }
                }
                read(levels.get(i), before, rows, look);
            }
            return look.found().best(maxIou);
        }

        private void read(AnchorLevel level, int before, int rows, Look look) {
            Table scores = table(look, level, level.scores(), rows);
            Table boxes = table(look, level, level.boxes(), rows);
            Table objects = level.objects() == null ? scores : table(look, level, level.objects(), rows);
            Table points = this.points == null ? boxes : table(look, level, level.points(), rows);
            Likelihood chance = level.objects() == null ? likelihood : likelihood.withObjectness(0);
            float least = chance.least(look);
            int anchors = level.anchors(look.inputWidth(), look.inputHeight());
            for (int i = 0; i < anchors; i++) {
                int row = before + i;
                float all = chance.of(look, scores, row, objects);
                if (all == all) {
                    for (int label = chance.next(look, scores, row, all, 0, least); label >= 0; label = chance.next(look, scores, row, all, label + 1, least)) {
                        take(look, level, i, row, label, chance.score(scores, row, all, label), boxes, points);
                    }
                }
            }
        }

        private Table table(Look look, AnchorLevel level, String tensor, int rows) {
            return level.table(look, tensors.indexOf(tensor), channelsFirst, rows);
        }

        private void take(Look look, AnchorLevel level, int anchor, int row, int label, float score, Table boxes, Table pointed) {
            int cell = anchor / level.each();
            int across = level.across(look.inputWidth());
            float x = (cell % across + middle) * level.stride();
            float y = (cell / across + middle) * level.stride();
            float w = look.inputWidth();
            float h = look.inputHeight();
            float anchorWidth = level.width(anchor);
            float anchorHeight = level.height(anchor);
            boolean taken;
            if (form == AnchorForm.DISTANCES) {
                float stride = level.stride();
                taken = look.found().add(label, score, (x - distance(boxes, row, 0) * stride) / w, (y - distance(boxes, row, 1) * stride) / h,
                        (x + distance(boxes, row, 2) * stride) / w, (y + distance(boxes, row, 3) * stride) / h);
            } else {
                float cx = form.centre(x, anchorWidth, level.stride(), boxes.get(row, firstBox), centreVariance) / w;
                float cy = form.centre(y, anchorHeight, level.stride(), boxes.get(row, firstBox + 1), centreVariance) / h;
                float halfW = form.length(anchorWidth, level.stride(), boxes.get(row, firstBox + 2), sizeVariance) / w / 2;
                float halfH = form.length(anchorHeight, level.stride(), boxes.get(row, firstBox + 3), sizeVariance) / h / 2;
                taken = look.found().add(label, score, cx - halfW, cy - halfH, cx + halfW, cy + halfH);
            }
            if (taken && points != null) {
                for (int p = 0; p < points.names().size(); p++) {
                    int column = points.first() + p * points.each();
                    look.found().point(p, form.centre(x, anchorWidth, level.stride(), pointed.get(row, column), centreVariance) / w,
                            form.centre(y, anchorHeight, level.stride(), pointed.get(row, column + 1), centreVariance) / h, points.score(pointed, row, p));
                }
            }
        }

        /** An edge's distance: a number, or the mean of a distribution over the bins 0, 1, 2 … */
        private float distance(Table boxes, int row, int edge) {
            if (bins == 1) {
                return boxes.get(row, firstBox + edge);
            }
            int first = firstBox + edge * bins;
            float most = Float.NEGATIVE_INFINITY;
            for (int b = 0; b < bins; b++) {
                most = Math.max(most, boxes.get(row, first + b));
            }
            double sum = 0;
            double mean = 0;
            for (int b = 0; b < bins; b++) {
                double e = Math.exp(boxes.get(row, first + b) - most);
                sum += e;
                mean += b * e;
            }
            return (float) (mean / sum);
        }
    }
}
