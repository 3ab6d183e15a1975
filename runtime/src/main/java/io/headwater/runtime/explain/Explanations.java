package io.headwater.runtime.explain;

import io.headwater.exchange.Problem;
import io.headwater.exchange.RefusedException;
import io.headwater.runtime.check.CheckedRoutes;
import io.headwater.runtime.check.RouteChecker;
import java.nio.file.Path;
import java.util.List;

/** What is told of all routes of some files.
 *
 *  @param warnings what is not wrong, and may be */
public record Explanations(List<Account> accounts, List<Problem> warnings) {
    /** Reads and checks the given files, and those below the given folders.
     *  <p>Errors: {@link RefusedException} with everything that is wrong with them, as {@code headwater validate} tells it. */
    public static Explanations of(List<Path> given, List<Path> models) {
        CheckedRoutes checked = RouteChecker.readWithCamel(given, models);
        if (Problem.anyError(checked.problems())) {
            throw new RefusedException(checked.problems());
        }
        return new Explanations(Explainer.explain(checked), checked.problems());
    }

    /** For people, 100 columns wide. */
    public String text() {
        return ExplanationText.of(accounts);
    }

    /** For other programs: an object with the routes, each with its steps. */
    public String json() {
        return ExplanationJson.of(accounts);
    }
}
