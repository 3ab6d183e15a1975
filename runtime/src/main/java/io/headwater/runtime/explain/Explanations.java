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
        return of(RouteChecker.readWithCamel(given, models));
    }

    /** The same for files that Camel has loaded already. */
    public static Explanations ofRunning(List<Path> given, List<Path> models) {
        return of(RouteChecker.read(given, models));
    }

    private static Explanations of(CheckedRoutes checked) {
        if (Problem.anyError(checked.problems())) {
            throw new RefusedException(checked.problems());
        }
        return new Explanations(Explainer.explain(checked), checked.problems());
    }

    /** What is told of one route, and of what else applies to it in its file. */
    public Explanations only(String route, Path file) {
        return new Explanations(accounts.stream().filter(account -> account.file().equals(file) && (account.name().equals(route) || !account.isRoute())).toList(), warnings);
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
