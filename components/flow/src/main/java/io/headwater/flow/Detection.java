package io.headwater.flow;

/** One thing that a detector found.
 *  <p>Units: {@code score} in 0..1; the box in pixels of the original frame. */
public record Detection(String label, float score, Box box) {}
