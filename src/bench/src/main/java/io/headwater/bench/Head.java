package io.headwater.bench;

import java.nio.FloatBuffer;
import java.util.List;

/** How a model's input is made and its outputs are read, written by hand as a loop would have it. */
sealed interface Head permits CentrePoints, Grid {

    /** Overlap above which the lesser of two boxes of one label goes. */
    float MAX_IOU = 0.45f;

    /** Number of the label that stands for a person. */
    int PERSON = 0;

    String input();

    int width();

    int height();

    List<Output> outputs();

    /** Reads the boxes of one frame of {@code width} × {@code height} pixels out of the outputs, in the order declared. */
    void read(FloatBuffer[] outputs, Boxes into, int width, int height);

    /** One output tensor. */
    record Output(String name, long... shape) {
        int floats() {
            long n = 1;
            for (long d : shape) {
                n *= d;
            }
            return Math.toIntExact(n);
        }
    }
}
