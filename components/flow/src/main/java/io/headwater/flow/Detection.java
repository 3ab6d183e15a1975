package io.headwater.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a detector found.
 *  <p>Units: {@code score} in 0..1; the box in pixels of the original frame.
 *
 *  @param points its keypoints, in the model's order; empty where the model gives none
 *  @param track the object that it is of; null where nobody follows objects */
public record Detection(String label, float score, Box box, List<Keypoint> points, @Nullable Track track) {
    public Detection {
        points = List.copyOf(points);
    }

    /** One that nobody follows. */
    public Detection(String label, float score, Box box, List<Keypoint> points) {
        this(label, score, box, points, null);
    }

    /** One without keypoints. */
    public Detection(String label, float score, Box box) {
        this(label, score, box, List.of());
    }

    /** The same, as one of an object. */
    public Detection of(Track object) {
        return new Detection(label, score, box, points, object);
    }
}
