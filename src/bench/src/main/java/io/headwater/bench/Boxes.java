package io.headwater.bench;

import java.util.Arrays;

/** Boxes found in one frame, in arrays that are used again for the next.
 *  <p>Units: pixels of the frame; scores in 0..1.
 *  <p>Threading: one thread. */
final class Boxes {
    private float[] x1 = new float[64];
    private float[] y1 = new float[64];
    private float[] x2 = new float[64];
    private float[] y2 = new float[64];
    private float[] score = new float[64];
    private int[] label = new int[64];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** Adds a box given by its centre and size in 0..1 of the picture. */
    void add(int ofLabel, float withScore, float cx, float cy, float w, float h, int width, int height) {
        if (size == score.length) {
            grow();
        }
        x1[size] = clamp(cx - w / 2) * width;
        y1[size] = clamp(cy - h / 2) * height;
        x2[size] = clamp(cx + w / 2) * width;
        y2[size] = clamp(cy + h / 2) * height;
        score[size] = withScore;
        label[size] = ofLabel;
        size++;
    }

    private static float clamp(float v) {
        return Math.min(Math.max(v, 0), 1);
    }

    private void grow() {
        int bigger = size * 2;
        x1 = Arrays.copyOf(x1, bigger);
        y1 = Arrays.copyOf(y1, bigger);
        x2 = Arrays.copyOf(x2, bigger);
        y2 = Arrays.copyOf(y2, bigger);
        score = Arrays.copyOf(score, bigger);
        label = Arrays.copyOf(label, bigger);
    }

    int count(int ofLabel) {
        int n = 0;
        for (int i = 0; i < size; i++) {
            if (label[i] == ofLabel) {
                n++;
            }
        }
        return n;
    }

    /** Keeps the best-scoring among boxes of one label that overlap more than {@code maxIou}, best first. */
    void suppress(float maxIou) {
        sort();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            boolean keep = true;
            for (int k = 0; k < kept && keep; k++) {
                keep = label[k] != label[i] || iou(k, i) <= maxIou;
            }
            if (keep) {
                move(i, kept++);
            }
        }
        size = kept;
    }

    /** Insertion sort: a frame has a few dozen boxes, most of them in no order. */
    private void sort() {
        for (int i = 1; i < size; i++) {
            for (int j = i; j > 0 && score[j] > score[j - 1]; j--) {
                swap(j, j - 1);
            }
        }
    }

    private float iou(int a, int b) {
        float w = Math.min(x2[a], x2[b]) - Math.max(x1[a], x1[b]);
        float h = Math.min(y2[a], y2[b]) - Math.max(y1[a], y1[b]);
        if (w <= 0 || h <= 0) {
            return 0;
        }
        float common = w * h;
        return common / (area(a) + area(b) - common);
    }

    private float area(int i) {
        return (x2[i] - x1[i]) * (y2[i] - y1[i]);
    }

    private void move(int from, int to) {
        x1[to] = x1[from];
        y1[to] = y1[from];
        x2[to] = x2[from];
        y2[to] = y2[from];
        score[to] = score[from];
        label[to] = label[from];
    }

    private void swap(int a, int b) {
        float ax1 = x1[a];
        float ay1 = y1[a];
        float ax2 = x2[a];
        float ay2 = y2[a];
        float as = score[a];
        int al = label[a];
        move(b, a);
        x1[b] = ax1;
        y1[b] = ay1;
        x2[b] = ax2;
        y2[b] = ay2;
        score[b] = as;
        label[b] = al;
    }
}
