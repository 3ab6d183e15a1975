package io.headwater.runtime.explain;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.StepCheck;
import io.headwater.runtime.check.CheckedRoutes;
import io.headwater.runtime.check.ComponentCatalog;
import io.headwater.runtime.check.FlowRoute;
import io.headwater.runtime.check.FlowStep;
import io.headwater.runtime.check.KameletUse;
import io.headwater.runtime.check.Nodes;
import io.headwater.runtime.check.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts what was checked into words: each step by what its component says of it, in the order of the file.
 *  <p>Errors: none; routes in which something is wrong are not to be given. */
final class Explainer {
    private static final Set<String> HANDLERS = Set.of("errorHandler", "onException", "routeConfiguration");

    private final CheckedRoutes checked;
    private final StockEndpoints endpoints;
    private final StockSteps steps;
    private final Queues queues;
    private final List<Line> lines = new ArrayList<>();

    private Explainer(CheckedRoutes checked) {
        this.checked = checked;
        this.endpoints = new StockEndpoints(checked.catalog());
        this.steps = new StockSteps(endpoints);
        this.queues = new Queues(checked.routes());
    }

    static List<Account> explain(CheckedRoutes checked) {
        return checked.routes().stream().map(route -> new Explainer(checked).account(route)).toList();
    }

    private Account account(FlowRoute route) {
        list(route.steps(), 0);
        boolean handled = checked.routes().stream().anyMatch(r -> HANDLERS.contains(r.kind()))
                || route.steps().stream().anyMatch(step -> step.written().kind().equals("errorHandler")) || !route.text("errorHandlerRef").isEmpty();
        List<String> settings = route.kind().equals("route") ? StockSteps.settings(route.body()) : List.of();
        return new Account(route.id().isEmpty() ? route.kind() : route.id(), route.kind(), route.text("description"), route.file(), Place.of(route.key()).line(), settings,
                List.copyOf(lines), handled, checked.picturesStay());
    }

    private void list(List<FlowStep> list, int depth) {
        List<KameletUse> open = List.of();
        for (FlowStep step : list) {
            List<KameletUse> uses = step.written().kamelets();
            for (int i = 0; i < uses.size(); i++) {
                if (i >= open.size() || open.get(i) != uses.get(i)) {
                    lines.add(new Line.Heading(depth + i, "the Kamelet " + uses.get(i).kamelet().name() + ", which stands for:"));
                    open = uses.subList(0, i + 1);
                }
            }
            open = uses;
            step(step, depth + uses.size());
        }
    }

    private void step(FlowStep step, int depth) {
        Flow came = checked.came().getOrDefault(step, Flow.UNKNOWN);
        if (Nodes.get(step.written().body(), "disabled").map(Nodes::text).filter("true"::equalsIgnoreCase).isPresent()) {
            lines.add(new Line.Step(depth, name(step), step.written().kind(), came, came, Explanation.of("Is disabled: it does nothing, and all goes on.")));
            return;
        }
        switch (step) {
            case FlowStep.Endpoint endpoint -> lines.add(line(endpoint, name(step), depth));
            case FlowStep.Block block -> block(block, came, depth);
        }
    }

    private void block(FlowStep.Block block, Flow came, int depth) {
        lines.add(new Line.Step(depth, name(block), block.kind(), came, checked.gave().getOrDefault(block, came), steps.explain(block, came)));
        for (FlowStep.Branch branch : block.branches()) {
            if (branch.key().equals("uri")) {
                lines.add(line((FlowStep.Endpoint) branch.steps().getFirst(), "", depth + 1));
            } else if (branch.key().equals(block.kind())) {
                list(branch.steps(), depth + 1);
            } else {
                String condition = Expressions.of(branch.body()).map(expression -> " " + expression).orElse("");
                lines.add(new Line.Heading(depth + 1, branch.key() + condition));
                list(branch.steps(), depth + 2);
            }
        }
    }

    private Line.Step line(FlowStep.Endpoint step, String name, int depth) {
        Flow came = checked.came().getOrDefault(step, Flow.UNKNOWN);
        ComponentCatalog.Component component = step.component();
        Explanation told = step.check() == null ? Explanation.NONE : step.check().explain(withDefaults(step.options(), component), came);
        if (told.equals(Explanation.NONE)) {
            told = endpoints.explain(component, step.options(), came);
        }
        for (String other : queues.others(step)) {
            told = told.does(other);
        }
        return new Line.Step(depth, name.isEmpty() ? name(step) : name, component.scheme(), came, checked.gave().getOrDefault(step, came), told);
    }

    /** The options as they are given, and else as they are by default. */
    static StepCheck.Options withDefaults(StepCheck.Options given, ComponentCatalog.Component component) {
        Map<String, String> all = new HashMap<>(given.values());
        component.options().forEach((name, option) -> {
            if (!option.defaultValue().isEmpty()) {
                all.putIfAbsent(name, option.defaultValue());
            }
        });
        return new StepCheck.Options(all, given.source(), given.topLevel(), given.folder(), given.models());
    }

    /** As the ledger calls it, where it has an id. */
    private static String name(FlowStep step) {
        FlowStep.Written written = step.written();
        return !written.id().isEmpty() ? written.id() : written.kind().equals("from") ? "from" : written.kind() + ":" + Place.of(written.key()).line();
    }
}
