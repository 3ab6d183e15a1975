package io.headwater.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;

/** Refuses a source that is wrong, at its line of its route's file.
 *
 *  @param see where its options are described */
public record SourceRefusal(Route route, String see) {

    /** Makes the check that {@code headwater validate} makes, for routes that were started without it.
     *  <p>Errors: {@link RefusedException} with all that is wrong. */
    public void check(StepCheck check, Map<String, String> values, Path folder) {
        List<Problem> problems = new ArrayList<>();
        StepCheck.Findings findings = new StepCheck.Findings() {
            @Override
            public void report(@Nullable String option, Rule rule, String text, String fix) {
                problems.add(problem(rule, text, fix));
            }

            @Override
            public void report(Problem problem) {
                problems.add(problem);
            }
        };
        check.check(new StepCheck.Options(values, true, true, folder, List.of()), findings);
        if (Problem.anyError(problems)) {
            throw new RefusedException(problems);
        }
    }

    /** What was found, for the caller to throw. */
    public RefusedException of(Rule rule, String text, String fix) {
        return new RefusedException(List.of(problem(rule, text, fix)));
    }

    private Problem problem(Rule rule, String text, String fix) {
        Resource source = route.getSourceResource();
        Path file = source != null && "file".equals(source.getScheme())
                ? Path.of(source.getLocation().replaceFirst("^file:", "")) : Path.of(route.getRouteId());
        int line = route.getRoute() instanceof RouteDefinition definition ? definition.getInput().getLineNumber() : 1;
        return new Problem(file, Math.max(1, line), 1, rule, text, fix, see);
    }
}
