package io.headwater.flow;

/** A picture or a window of readings as a point in a model's space.
 *  <p>Ownership: the array belongs to this value and is never changed. */
public record Embedding(float[] vector) implements Answer {}
