package io.headwater.runtime.check;

import io.headwater.exchange.Flow;
import io.headwater.exchange.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Route files that were read and checked in one go.
 *
 *  @param problems everything that is wrong, sorted by place
 *  @param files those that could be read, in their order
 *  @param routes what they hold; not all of it where there are errors
 *  @param came what comes to each step, by identity
 *  @param gave what goes on behind it
 *  @param picturesStay whether {@code headwater.privacy} forbids pictures to leave */
public record CheckedRoutes(List<Problem> problems, List<ReadFile> files, List<FlowRoute> routes, Map<FlowStep, Flow> came, Map<FlowStep, Flow> gave,
        boolean picturesStay, ComponentCatalog catalog) {
    /** Whether they must not run. */
    public boolean isRefused() {
        return Problem.anyError(problems);
    }

    /** What they are to run as. */
    public List<RoutePart> parts() {
        return files.stream().flatMap(file -> file.parts().stream()).toList();
    }

    /** The same with more that is wrong. */
    CheckedRoutes with(List<Problem> more) {
        return new CheckedRoutes(Stream.concat(problems.stream(), more.stream()).sorted(Problem.BY_PLACE).toList(), files, routes, came, gave, picturesStay, catalog);
    }
}
