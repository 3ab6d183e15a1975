package io.headwater.flow;

/** How unlike the learnt normal an input is.
 *
 *  @param score distance from normal, 0 is normal; the scale is the model's
 *  @param threshold from where on it counts as anomalous */
public record Anomaly(double score, double threshold) implements Answer {
    public boolean anomalous() {
        return score >= threshold;
    }
}
