package io.headwater.flow;

/** What a model read in a picture.
 *
 *  @param text empty where it read nothing
 *  @param score mean of the characters' scores, 0..1; 0 for an empty text */
public record Text(String text, float score) implements Answer {}
