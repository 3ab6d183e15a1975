package io.headwater.infer;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepCheck.Findings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.jspecify.annotations.Nullable;

/** What is found wrong with a step when its route starts, placed where Camel says that the step stands. */
final class RoutePlace implements Findings {
    private final List<Problem> problems = new ArrayList<>();
    private final Path file;
    private final int line;

    RoutePlace(CamelContext context, Step step) {
        RouteDefinition route = context instanceof ModelCamelContext model ? model.getRouteDefinition(step.route()) : null;
        NamedNode node = route == null ? null : find(route, step.id());
        String location = node == null ? null : node.getLocation();
        if (location == null && route != null && route.getResource() != null) {
            location = route.getResource().getLocation();
        }
        file = location == null ? step.folder() : Path.of(location.replaceFirst("^file:", ""));
        line = node == null ? 1 : Math.max(node.getLineNumber(), 1);
    }

    private static @Nullable NamedNode find(RouteDefinition route, String id) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream().filter(d -> id.equals(d.getId())).findFirst().orElse(null);
    }

    @Override
    public void report(@Nullable String option, Rule rule, String text, String fix) {
        problems.add(new Problem(file, line, 1, rule, text, fix, "components/infer/README.md#options"));
    }

    @Override
    public void report(Problem problem) {
        problems.add(problem);
    }

    List<Problem> problems() {
        return problems;
    }
}
