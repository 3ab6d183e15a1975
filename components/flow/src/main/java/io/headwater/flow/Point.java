package io.headwater.flow;

/** A place in a picture.
 *  <p>Units: said by who has it; {@code x} goes to the right, {@code y} down. */
public record Point(float x, float y) {}
