package io.headwater.exchange;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that is wrong in a route or a model, or may go wrong, and how to mend it.
 *
 *  @param line line in the file, from 1
 *  @param column column, from 1
 *  @param severity whether it refuses the route
 *  @param text names the thing, its value and the rule
 *  @param fix what to write instead
 *  @param see where to read more; null when there is nothing more */
public record Problem(Path file, int line, int column, Rule rule, Severity severity, String text, String fix, @Nullable String see) {
    /** By file, then line, then column. */
    public static final Comparator<Problem> BY_PLACE =
            Comparator.comparing((Problem p) -> p.file.toString()).thenComparingInt(Problem::line).thenComparingInt(Problem::column).thenComparing(Problem::text);

    /** A problem that is as bad as its rule says. */
    public Problem(Path file, int line, int column, Rule rule, String text, String fix, @Nullable String see) {
        this(file, line, column, rule, rule.severity(), text, fix, see);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** Whether any of them refuses the route. */
    public static boolean anyError(List<Problem> problems) {
        return problems.stream().anyMatch(Problem::isError);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + severity + " [" + rule.id() + "] " + text + "\n  fix: " + fix + (see == null ? "" : "     see: " + see);
    }
}
