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
        List<Problem> problems = RouteChecker.check(routes, models);
        if (Problem.anyError(problems)) {
            throw new RefusedException(problems);
        }
        problems.forEach(LOG::warn);
    }
}
