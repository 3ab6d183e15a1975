package io.headwater.infer.heads;

import java.util.List;

/** What is done to a model's raw number. */
enum Activation {
    NONE, SIGMOID, TANH, SOFTMAX;

    /** Those that take one number by itself. */
    static final List<Activation> OF_ONE = List.of(NONE, SIGMOID, TANH);
    /** Those that give a score. */
    static final List<Activation> OF_SCORES = List.of(NONE, SIGMOID, SOFTMAX);

    float of(float v) {
        return switch (this) {
            case NONE -> v;
            case SIGMOID -> (float) (1 / (1 + Math.exp(-v)));
            case TANH -> (float) Math.tanh(v);
            case SOFTMAX -> throw new IllegalStateException("a softmax is of all labels together");
        };
    }

    /** The least raw number whose result is at least {@code v}: compares before the costly part. */
    float least(double v) {
        return switch (this) {
            case NONE -> (float) v;
            case SIGMOID -> v <= 0 ? Float.NEGATIVE_INFINITY : v >= 1 ? Float.POSITIVE_INFINITY : (float) (Math.log(v / (1 - v)) - 1e-4);
            case TANH, SOFTMAX -> Float.NEGATIVE_INFINITY;
        };
    }
}
