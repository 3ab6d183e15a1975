package io.headwater.infer;

import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Keypoint;
import io.headwater.flow.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Boxes that a head found in one frame, before the overlapping ones are taken out.
 *  <p>Units: boxes in 0..1 of the model's input; they are cut at the frame's edges.
 *  <p>Ownership: one a worker, reused; grows to the most boxes a frame ever had above the least score. */
public final class Found {
    private int[] label = new int[64];
    private float[] score = new float[64];
    private float[] box = new float[4 * 64];
    private long[] order = new long[64];
    private boolean[] gone = new boolean[64];
    private int size;
    private List<String> pointNames = List.of();
    private float[] points = new float[0];
    private Placement placement = Placement.WHOLE;
    private View view = View.whole(1, 1);
    private List<String> labels = List.of();

    Found() {}

    void begin(Placement now, View shown, List<String> names) {
        size = 0;
        placement = now;
        view = shown;
        labels = names;
        pointNames = List.of();
    }

    /** Says that each box of this read has keypoints of these names. */
    public void withPoints(List<String> names) {
        pointNames = names;
        if (points.length < 3 * names.size() * label.length) {
            points = new float[3 * names.size() * label.length];
        }
    }

    /** Takes a box; one that lies outside the frame is no box.
     *
     *  @return whether it was taken, so that its keypoints may follow */
    public boolean add(int labelIndex, float boxScore, float x1, float y1, float x2, float y2) {
        float left = inFrame(placement.x() + x1 * placement.width());
        float top = inFrame(placement.y() + y1 * placement.height());
        float right = inFrame(placement.x() + x2 * placement.width());
        float bottom = inFrame(placement.y() + y2 * placement.height());
        if (!(right > left && bottom > top)) {
            return false;
        }
        if (size == label.length) {
            grow();
        }
        label[size] = labelIndex;
        score[size] = boxScore;
        box[4 * size] = left;
        box[4 * size + 1] = top;
        box[4 * size + 2] = right;
        box[4 * size + 3] = bottom;
        size++;
        return true;
    }

    /** A keypoint of the box that was taken last.
     *
     *  @param index among the names
     *  @param x in 0..1 of the model's input; it may lie outside
     *  @param pointScore 0..1, or NaN */
    public void point(int index, float x, float y, float pointScore) {
        int at = 3 * (pointNames.size() * (size - 1) + index);
        points[at] = (float) (placement.x() + x * placement.width());
        points[at + 1] = (float) (placement.y() + y * placement.height());
        points[at + 2] = pointScore;
    }

    private static float inFrame(double v) {
        return (float) Math.min(Math.max(v, 0), 1);
    }

    private void grow() {
        int capacity = size * 2;
        label = Arrays.copyOf(label, capacity);
        score = Arrays.copyOf(score, capacity);
        box = Arrays.copyOf(box, 4 * capacity);
        order = new long[capacity];
        gone = new boolean[capacity];
        points = Arrays.copyOf(points, 3 * pointNames.size() * capacity);
    }

    /** Of boxes of one label that overlap more than {@code maxIou}, the best; in pixels of the original frame, best first.
     *  <p>Source: greedy non-maximum suppression. Of equal scores the one added first counts as better. */
    public Detections best(double maxIou) {
        if (size == 0) {
            return Detections.NONE;
        }
        for (int i = 0; i < size; i++) {
            // bits of floats above 0 sort like the floats; inverted, the best comes first
            order[i] = ((long) ~Float.floatToIntBits(Math.max(score[i], 0f)) << 32) | i;
            gone[i] = false;
        }
        Arrays.sort(order, 0, size);
        List<Detection> kept = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            int i = (int) order[k];
            if (gone[i]) {
                continue;
            }
            kept.add(new Detection(labels.get(label[i]), score[i],
                    view.toOriginal(box[4 * i], box[4 * i + 1], box[4 * i + 2], box[4 * i + 3]), points(i)));
            for (int l = k + 1; l < size; l++) {
                int j = (int) order[l];
                gone[j] |= label[i] == label[j] && iou(i, j) > maxIou;
            }
        }
        return new Detections(kept);
    }

    private List<Keypoint> points(int i) {
        if (pointNames.isEmpty()) {
            return List.of();
        }
        Keypoint[] all = new Keypoint[pointNames.size()];
        for (int k = 0; k < all.length; k++) {
            int at = 3 * (all.length * i + k);
            all[k] = new Keypoint(pointNames.get(k), view.toOriginalX(points[at]), view.toOriginalY(points[at + 1]), points[at + 2]);
        }
        return List.of(all);
    }

    private double iou(int i, int j) {
        float w = Math.min(box[4 * i + 2], box[4 * j + 2]) - Math.max(box[4 * i], box[4 * j]);
        float h = Math.min(box[4 * i + 3], box[4 * j + 3]) - Math.max(box[4 * i + 1], box[4 * j + 1]);
        if (w <= 0 || h <= 0) {
            return 0;
        }
        float common = w * h;
        return common / (area(i) + area(j) - common);
    }

    private float area(int i) {
        return (box[4 * i + 2] - box[4 * i]) * (box[4 * i + 3] - box[4 * i + 1]);
    }
}
