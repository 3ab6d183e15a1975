package io.headwater.flow;

/** What a model said: one of a closed set. */
public sealed interface Answer permits Detections, Classes, Embedding, Anomaly, Segments, Text, Values, Tensors {}
