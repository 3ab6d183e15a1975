package io.headwater.runtime.check;

import io.headwater.exchange.Problem;
import java.util.List;

/** Route files that were read and checked in one go.
 *
 *  @param problems everything that is wrong, sorted by place
 *  @param files those that could be read, in their order */
public record CheckedRoutes(List<Problem> problems, List<ReadFile> files) {
    /** Whether they must not run. */
    public boolean isRefused() {
        return Problem.anyError(problems);
    }

    /** What they are to run as. */
    public List<RoutePart> parts() {
        return files.stream().flatMap(file -> file.parts().stream()).toList();
    }
}
