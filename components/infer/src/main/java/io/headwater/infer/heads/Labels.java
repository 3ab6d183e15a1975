package io.headwater.infer.heads;

import io.headwater.exchange.Rule;
import io.headwater.infer.Declaration;
import java.util.List;

/** Compares a model's scores with its labels. */
final class Labels {
    private Labels() {}

    /** Reports it where the manifest has no labels. */
    static void needed(Declaration declared, List<String> labels) {
        if (labels.isEmpty()) {
            declared.report(null, Rule.LABEL, declared.name() + " needs labels, the manifest has none", "labels: [one, two]");
        }
    }

    /** Reports it where the model's file has another number of scores than the manifest has labels.
     *
     *  @param scores how many there are; below 0 when the file leaves it open */
    static void match(Declaration at, String key, String tensor, long scores, List<String> labels) {
        if (scores >= 0 && scores != labels.size()) {
            at.report(key, Rule.LABEL, "output " + tensor + " has scores for " + scores + " labels, the manifest has " + labels.size(),
                    "list " + scores + " labels, in the order of the training");
        }
    }
}
