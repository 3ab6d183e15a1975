package io.headwater.infer.heads;

import io.headwater.infer.Declaration;

/** The {@code nms:} part that heads with boxes share. */
final class Suppression {
    private Suppression() {}

    /** How far two boxes of one label may overlap; 1, so that all are kept, where the manifest has no {@code nms}. */
    static double maxIou(Declaration declared) {
        return declared.map("nms").map(nms -> {
            double maxIou = nms.number("maxIou", 0.45, 0, 1);
            nms.done();
            return maxIou;
        }).orElse(1.0);
    }
}
