package io.headwater.runtime.check;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Checks what a source reads from or a step sends to: its component, its options, and what the component itself knows. */
final class EndpointCheck {
    private final FileProblems problems;
    private final ComponentCatalog catalog;
    private final Map<String, StepCheck> checks;
    private final List<Path> models;
    private boolean template;

    EndpointCheck(FileProblems problems, ComponentCatalog catalog, Map<String, StepCheck> checks, List<Path> models) {
        this.problems = problems;
        this.catalog = catalog;
        this.checks = checks;
        this.models = models;
    }

    /** Whether what follows is a template, whose placeholders get their values later. */
    void setTemplate(boolean template) {
        this.template = template;
    }

    /** What is there, for the values that flow through it; empty where it is not clear what it is.
     *
     *  @param strangers keys beside the uri that do not belong there */
    Optional<FlowStep> check(String role, FlowStep.Written at, Node key, Fields fields, List<NodeTuple> strangers, boolean top) {
        Optional<Node> uri = fields.get("uri");
        Optional<Node> parameters = fields.get("parameters");
        if (uri.isEmpty()) {
            problems.add(Place.of(key), Rule.ROUTE_SHAPE, role + " has no uri", "uri: " + (role.equals("from") ? "camera" : "log"));
        } else if (Nodes.bracesWithoutQuotes(uri.get()).isPresent()) {
            noQuotes(uri.get(), role, "uri", Nodes.bracesWithoutQuotes(uri.get()).get());
        } else if (!(uri.get() instanceof ScalarNode) || Nodes.text(uri.get()).isBlank()) {
            problems.add(Place.of(uri.get()), Rule.ROUTE_SHAPE, role + ".uri must be a text, it is " + (uri.get() instanceof ScalarNode ? "empty" : Nodes.kind(uri.get())),
                    "uri: " + (role.equals("from") ? "camera" : "log"));
        }
        if (parameters.isPresent() && !(parameters.get() instanceof MappingNode) && !Nodes.isNothing(parameters.get())) {
            problems.add(Place.of(parameters.get()), Rule.ROUTE_SHAPE, role + ".parameters must be a map, it is " + Nodes.kind(parameters.get()), EndpointOptions.asMap(parameters.get()));
            strangers(problems, role, null, strangers);
            return Optional.empty(); // what is missing of them cannot be told
        }
        if (uri.orElse(null) instanceof ScalarNode text && !text.getValue().isBlank()) {
            ComponentCatalog.Component component = catalog.find(EndpointOptions.read(text, text.getValue(), Optional.empty()).scheme());
            if (!strangers(problems, role, component, strangers)) {
                return check(role, at, text, parameters, top);
            }
        } else {
            strangers(problems, role, null, strangers);
        }
        return Optional.empty();
    }

    /** Reports keys that do not belong; answers whether options are among them, so that telling what is missing would mislead. */
    static boolean strangers(FileProblems problems, String role, ComponentCatalog.@Nullable Component component, List<NodeTuple> strangers) {
        boolean any = false;
        for (NodeTuple stranger : strangers) {
            String name = Nodes.key(stranger);
            boolean option = component != null && component.options().containsKey(name);
            any |= option;
            problems.add(Place.of(stranger.getKeyNode()), Rule.ROUTE_SHAPE,
                    option ? "'" + name + "' is an option of " + component.scheme() + ", it belongs below parameters" : role + " has no '" + name + "'",
                    option ? "parameters:\n  " + name + ": " + (component.options().get(name).secret() ? "…" : Nodes.text(stranger.getValueNode()))
                            : "remove it; options of the component stand below parameters");
        }
        return any;
    }

    private void noQuotes(Node at, String role, String key, String name) {
        problems.add(Place.of(at), Rule.ROUTE_SHAPE, role + "." + key + " is {{" + name + "}} without quotes, which YAML reads as a map", key + ": \"{{" + name + "}}\"");
    }

    Optional<FlowStep> check(String role, FlowStep.Written at, ScalarNode written, Optional<Node> parameters, boolean top) {
        Placeholders.Resolved resolved = Placeholders.resolve(written.getValue());
        if (resolved.missing() != null) {
            if (!template) {
                problems.add(Place.of(written), Rule.PLACEHOLDER, role + ".uri is " + written.getValue() + ", and " + resolved.missing() + " has no value",
                        Placeholders.fix(resolved.missing()));
            }
            if (!template || resolved.text().indexOf("{{") <= 0) {
                return Optional.empty();
            }
        }
        EndpointOptions options = EndpointOptions.read(written, resolved.text(), parameters);
        String scheme = options.scheme();
        boolean source = role.equals("from");
        boolean dynamic = role.equals("toD") || role.equals("wireTap");
        if (dynamic && scheme.contains("${")) {
            return Optional.empty(); // known only where it runs
        }
        ComponentCatalog.Component component = catalog.find(scheme);
        if (scheme.equals("kamelet")) {
            if (!written.getValue().startsWith(KameletSteps.SCHEME)) { // else it was told what is wrong with it
                problems.add(options.at(), Rule.KAMELET, "a Kamelet's name must be written out, behind kamelet:", "uri: kamelet:NAME");
            }
        } else if (component == null) {
            String near = Nearest.of(scheme, catalog.schemes());
            problems.add(options.at(), Rule.UNKNOWN_COMPONENT, "there is no component '" + scheme + "'" + FileProblems.near(near),
                    near == null ? "one of " + String.join(", ", catalog.schemes()) : options.path() == null ? "uri: " + near : near + ":" + options.path());
        } else if (source && component.producerOnly()) {
            problems.add(options.at(), Rule.PLACE, scheme + " is a step, it cannot be the source of a route", "uri: camera");
        } else if (!source && component.consumerOnly() && !role.equals("poll")) {
            problems.add(options.at(), Rule.PLACE, scheme + " is a source, nothing can be sent to it", "make it the from of a route");
        } else {
            Map<String, String> good = new OptionCheck(problems, component, options, source, dynamic, template).run();
            return Optional.of(ofComponent(component, options, at, new StepCheck.Options(good, source, top, folder(), models)));
        }
        return Optional.empty();
    }

    private Path folder() {
        Path parent = problems.file().getParent();
        return parent == null ? Path.of(".") : parent;
    }

    private FlowStep ofComponent(ComponentCatalog.Component component, EndpointOptions options, FlowStep.Written at, StepCheck.Options step) {
        StepCheck check = checks.get(component.scheme());
        StepCheck.Findings findings = findings(component, options);
        if (check != null) {
            try {
                check.check(step, findings);
            } catch (RuntimeException e) {
                problems.add(options.at(), Rule.WRONG_TYPE, component.scheme() + " cannot be checked: " + e.getMessage(), "compare its options with its table", component.see());
            }
        }
        return new FlowStep.Endpoint(component, check, step, findings, at);
    }

    private StepCheck.Findings findings(ComponentCatalog.Component component, EndpointOptions options) {
        boolean later = template && options.given().values().stream().anyMatch(given -> given.value().contains("{{"));
        return new StepCheck.Findings() {
            @Override
            public void report(@Nullable String option, Rule rule, String text, String fix) {
                if (later && option == null && (rule == Rule.MISSING_OPTION || rule == Rule.CONFLICT)) {
                    return; // what seems to be missing gets its value later
                }
                EndpointOptions.Given given = option == null ? null : options.given().get(option);
                Place at = given != null ? given.at() : option != null && component.isPath(option) && options.path() != null ? options.pathAt() : options.at();
                problems.add(at, rule, text, option == null ? fix : options.fix(option, fix), component.see());
            }

            @Override
            public void report(Problem problem) {
                problems.add(problem);
            }
        };
    }
}
