package io.headwater.flow;

/** A named place on something that was found, such as an eye or an elbow.
 *  <p>Units: pixels of the original frame; it may lie outside its detection's box. {@code score} in 0..1, NaN where the model
 *  gives none. */
public record Keypoint(String name, float x, float y, float score) {}
