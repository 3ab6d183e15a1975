package io.headwater.flow;

import java.util.List;

/** One thing that a detector found.
 *  <p>Units: {@code score} in 0..1; the box in pixels of the original frame.
 *
 *  @param points its keypoints, in the model's order; empty where the model gives none */
public record Detection(String label, float score, Box box, List<Keypoint> points) {
    public Detection {
        points = List.copyOf(points);
    }

    /** One without keypoints. */
    public Detection(String label, float score, Box box) {
        this(label, score, box, List.of());
    }
}
