package io.headwater.infer.heads;

import io.headwater.infer.Declaration;
import io.headwater.infer.Look;
import java.util.List;

/** How the numbers of a row become scores of its labels.
 *
 *  @param first column of the first label, or of the background before it
 *  @param background which of the columns from {@code first} on stands for nothing; −1 for none
 *  @param objectness column that says how sure it is that there is anything; −1 for none
 *  @param objectnessPower the score is {@code objectness^p · class^q}
 *  @param labels how many */
record Likelihood(Activation activation, int first, int background, int objectness, double objectnessPower, double classPower, int labels) {
    static final int NONE = -1;

    /** Reads it from the keys beside the scores' tensor. */
    static Likelihood declare(Declaration at, Activation usual, int first, int objectness, List<String> labels) {
        Declaration power = at.map("power").orElse(null);
        Likelihood made = new Likelihood(at.choice("activation", usual, Activation.OF_SCORES), at.whole("first", first, 0, 1 << 16), at.whole("background", NONE, 0, 1 << 16),
                at.whole("objectness", objectness, 0, 1 << 16), power == null ? 1 : power.number("objectness", 1, 0, 10),
                power == null ? 1 : power.number("class", 1, 0, 10), labels.size());
        if (power != null) {
            power.done();
        }
        return made;
    }

    /** The same with the objectness in a column of another output. */
    Likelihood withObjectness(int column) {
        return new Likelihood(activation, first, background, column, objectnessPower, classPower, labels);
    }

    /** Columns that it reads, the first label's on. */
    int columns() {
        return labels + (background == NONE ? 0 : 1);
    }

    /** What holds for all labels of a row: the objectness, or what a softmax divides by, as a logarithm. NaN where no label of the
     *  row can have the least score. */
    float of(Look look, Table table, int row, Table objects) {
        float object = 1;
        if (objectness != NONE) {
            object = Activation.SIGMOID == activation ? activation.of(objects.get(row, objectness)) : objects.get(row, objectness);
            if (Math.pow(object, objectnessPower) < look.minScore()) {
                return Float.NaN;
            }
        }
        if (activation != Activation.SOFTMAX) {
            return object;
        }
        // what is nearly always the background is known by one exponential
        return background != NONE && Math.exp(best(table, row) - table.get(row, first + background)) < look.minScore() ? Float.NaN : logOfSum(table, row);
    }

    private float best(Table table, int row) {
        float best = Float.NEGATIVE_INFINITY;
        for (int label = 0; label < labels; label++) {
            best = Math.max(best, table.get(row, column(label)));
        }
        return best;
    }

    /** What a softmax over all columns of a row divides by, as a logarithm. */
    float logOfSum(Table table, int row) {
        float most = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < columns(); c++) {
            most = Math.max(most, table.get(row, first + c));
        }
        double sum = 0;
        for (int c = 0; c < columns(); c++) {
            sum += Math.exp(table.get(row, first + c) - most);
        }
        return (float) (most + Math.log(sum));
    }

    /** The next label from {@code label} on that the route wants and whose score is enough; −1 where there is none.
     *
     *  @param row {@link #of} the row */
    int next(Look look, Table table, int at, float row, int label, float least) {
        for (int next = label; next < labels; next++) {
            if (table.get(at, column(next)) >= least && look.wanted(next) && score(table, at, row, next) >= look.minScore()) {
                return next;
            }
        }
        return -1;
    }

    float score(Table table, int at, float row, int label) {
        float raw = table.get(at, column(label));
        if (activation == Activation.SOFTMAX) {
            return (float) Math.exp(raw - row);
        }
        float score = activation.of(raw);
        return objectnessPower == 1 && classPower == 1 ? row * score : (float) (Math.pow(row, objectnessPower) * Math.pow(score, classPower));
    }

    private int column(int label) {
        return first + label + (background != NONE && label >= background ? 1 : 0);
    }

    /** The least raw number that is worth a closer look. */
    float least(Look look) {
        return objectness == NONE && classPower == 1 ? activation.least(look.minScore()) : Float.NEGATIVE_INFINITY;
    }
}
