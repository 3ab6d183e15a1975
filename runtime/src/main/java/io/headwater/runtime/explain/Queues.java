package io.headwater.runtime.explain;

import io.headwater.runtime.check.FlowRoute;
import io.headwater.runtime.check.FlowStep;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells which routes hang together by what has a name and two sides. */
record Queues(List<FlowRoute> routes) {
    private static final Set<String> TWO_SIDED = Set.of("stage", "direct", "seda");

    /** Which routes are on the other side of a step. */
    List<String> others(FlowStep.Endpoint step) {
        Optional<String> name = name(step);
        if (name.isEmpty()) {
            return List.of();
        }
        boolean source = step.options().source();
        String who = routes.stream().filter(route -> route.steps().stream().flatMap(FlowStep::endpoints)
                .anyMatch(other -> other.options().source() != source && name(other).equals(name)))
                .map(route -> route.id().isEmpty() ? route.kind() : route.id()).distinct().collect(Collectors.joining(", "));
        String verb = source ? "Written" : "Read";
        return List.of(who.isEmpty() ? verb + " by none of the routes given." : verb + " by " + who + ".");
    }

    private static Optional<String> name(FlowStep.Endpoint step) {
        String scheme = step.component().scheme();
        return TWO_SIDED.contains(scheme) ? step.options().text("name").map(name -> scheme + ":" + name) : Optional.empty();
    }
}
