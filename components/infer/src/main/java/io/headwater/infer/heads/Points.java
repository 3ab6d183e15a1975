package io.headwater.infer.heads;

import io.headwater.exchange.Rule;
import io.headwater.infer.Declaration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code points:} part that heads with boxes share: keypoints, x before y, that stand in columns of a box's row.
 *
 *  @param tensor the output that has them
 *  @param first column of the first one's x
 *  @param each columns of one: 2, or 3 with its score
 *  @param names in the model's order */
record Points(Declaration at, String tensor, int first, int each, Activation activation, List<String> names) {

    /** Null where the head has none.
     *
     *  @param tensor the output that has them unless the manifest names another */
    static @Nullable Points declare(Declaration head, String tensor, int first) {
        Optional<Declaration> given = head.map("points");
        if (given.isEmpty()) {
            return null;
        }
        Declaration at = given.get();
        List<String> names = at.texts("names");
        if (names.isEmpty()) {
            at.report(null, Rule.MANIFEST, at.name() + ".names is missing", "names: [left eye, right eye, nose]");
        }
        Points points = new Points(at, at.text("tensor").orElse(tensor), at.whole("first", first, 0, 1 << 16), at.flag("scores", false) ? 3 : 2,
                at.choice("activation", Activation.NONE, List.of(Activation.NONE, Activation.SIGMOID)), names);
        at.done();
        return points;
    }

    /** The first column after them. */
    int end() {
        return first + each * names.size();
    }

    /** Reports it where a tensor has too few columns.
     *
     *  @param columns below 0 where the file leaves it open */
    void check(long columns) {
        if (columns >= 0 && columns < end()) {
            at.report("tensor", Rule.TENSOR, "output " + tensor + " has " + columns + " columns, " + names.size() + " keypoints would end at column " + (end() - 1),
                    "mend first, names or scores");
        }
    }

    float score(Table table, int row, int point) {
        return each == 3 ? activation.of(table.get(row, first + 3 * point + 2)) : Float.NaN;
    }
}
