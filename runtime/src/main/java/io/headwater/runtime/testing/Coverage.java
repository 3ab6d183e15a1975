package io.headwater.runtime.testing;

import io.headwater.flow.Account;
import io.headwater.flow.Book;
import io.headwater.flow.Ledger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WhenDefinition;

/** Which steps of which route files the tests passed. */
final class Coverage {
    private final Map<Path, Map<String, Step>> files = new TreeMap<>();

    /** One step of a route.
     *
     *  @param file the route's file
     *  @param name {@code route/step}
     *  @param branch the branch that it stands in, in words; empty where it stands in none
     *  @param entered how many items came to it */
    record Step(Path file, String name, String branch, long entered) {}

    /** The steps of the routes in a file, as they ran. */
    static List<Step> of(DefaultCamelContext context, Ledger ledger, Map<String, Path> files) {
        List<Step> steps = new ArrayList<>();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            Path file = files.get(route.getRouteId());
            if (file != null) {
                within(route.getOutputs(), route.getRouteId(), file, "", ledger, steps);
            }
        }
        return steps;
    }

    private static void within(List<ProcessorDefinition<?>> outputs, String route, Path file, String branch, Ledger ledger, List<Step> steps) {
        for (ProcessorDefinition<?> output : outputs) {
            long entered = ledger.find(route, String.valueOf(output.getId())).map(Account::book).map(Book::in).orElse(-1L);
            if (entered >= 0) {
                steps.add(new Step(file, route + "/" + output.getId(), branch, entered));
            }
            if (output instanceof ChoiceDefinition choice) {
                int when = 0;
                for (WhenDefinition clause : choice.getWhenClauses()) {
                    within(clause.getOutputs(), route, file, "when " + ++when + " of " + choice.getId(), ledger, steps);
                }
                if (choice.getOtherwise() != null) {
                    within(choice.getOtherwise().getOutputs(), route, file, "otherwise of " + choice.getId(), ledger, steps);
                }
            } else {
                within(output.getOutputs(), route, file, output.getOutputs().isEmpty() ? branch : output.getShortName() + " " + output.getId(), ledger, steps);
            }
        }
    }

    /** Adds what one test passed. */
    void add(List<Step> steps) {
        for (Step step : steps) {
            files.computeIfAbsent(step.file, f -> new LinkedHashMap<>())
                    .merge(step.name, step, (a, b) -> new Step(a.file, a.name, a.branch, a.entered + b.entered));
        }
    }

    /** A line for each file, and one for each step in it that nothing passed. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        files.forEach((file, steps) -> {
            List<Step> missed = steps.values().stream().filter(s -> s.entered == 0).toList();
            lines.add(file + ": " + (steps.size() - missed.size()) + " of " + steps.size() + " steps");
            missed.forEach(s -> lines.add("  no test passes " + s.name + (s.branch.isEmpty() ? "" : ", in " + s.branch)));
        });
        return lines;
    }
}
