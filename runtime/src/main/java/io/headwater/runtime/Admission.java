package io.headwater.runtime;

import io.headwater.exchange.Problem;
import io.headwater.exchange.RefusedException;
import io.headwater.runtime.check.RouteChecker;
import java.nio.file.Path;
import java.util.List;
import org.jboss.logging.Logger;

/** Lets routes in that can run: errors refuse them, warnings are logged once. */
final class Admission {
    private static final Logger LOG = Logger.getLogger(Admission.class);

    private Admission() {}

    /** <p>Errors: {@link RefusedException} with every problem at once, warnings among them. */
    static void check(List<Path> routes, List<Path> models) {
        check(routes, models, false).forEach(LOG::warn);
    }

    /** What is wrong, for somebody who has something else to run.
     *
     *  @param spare whether there is
     *  <p>Errors: {@link RefusedException} with every problem at once where there is not. */
    static List<Problem> check(List<Path> routes, List<Path> models, boolean spare) {
        List<Problem> problems = RouteChecker.check(routes, models);
        if (Problem.anyError(problems) && !spare) {
            throw new RefusedException(problems);
        }
        return problems;
    }
}
