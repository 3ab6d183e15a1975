package io.headwater.exchange;

import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** One thing that is wrong in a route or a model, and how to mend it.
 *
 *  @param line line in the file, from 1
 *  @param column column, from 1
 *  @param text names the thing, its value and the rule
 *  @param fix what to write instead
 *  @param see where to read more; null when there is nothing more */
public record Problem(Path file, int line, int column, Rule rule, String text, String fix, @Nullable String see) {
    /** By file, then line, then column. */
    public static final Comparator<Problem> BY_PLACE =
            Comparator.comparing((Problem p) -> p.file.toString()).thenComparingInt(Problem::line).thenComparingInt(Problem::column).thenComparing(Problem::text);

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": error [" + rule.id() + "] " + text + "\n  fix: " + fix + (see == null ? "" : "     see: " + see);
    }
}
