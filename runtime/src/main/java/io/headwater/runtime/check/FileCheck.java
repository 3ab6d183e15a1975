package io.headwater.runtime.check;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Checks one route file, from its YAML down to its options. */
final class FileCheck {
    /** What may stand at the top of a file, by Camel's YAML DSL. */
    private static final Set<String> TOP = Set.of("route", "from", "beans", "routeConfiguration", "routeTemplate", "templatedRoute", "rest",
            "restConfiguration", "onException", "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint", "errorHandler",
            "dataFormats", "transformers", "validators");
    private static final Set<String> SENDS = Set.of("to", "wireTap", "poll");

    private final Path file;
    private final ComponentCatalog catalog;
    private final Map<String, StepCheck> checks;
    private final List<Path> models;
    private final Map<String, String> routeIds;
    private final Map<String, Mark> stepIds = new HashMap<>();
    private final List<Problem> problems;

    FileCheck(Path file, ComponentCatalog catalog, Map<String, StepCheck> checks, List<Path> models, Map<String, String> routeIds, List<Problem> problems) {
        this.file = file;
        this.catalog = catalog;
        this.checks = checks;
        this.models = models;
        this.routeIds = routeIds;
        this.problems = problems;
    }

    void run() {
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().setLabel(file.toString()).setAllowDuplicateKeys(false).build()).composeString(Files.readString(file));
        } catch (MarkedYamlEngineException e) {
            Mark at = e.getProblemMark().or(e::getContextMark).orElse(null);
            report(at, Rule.YAML, "this is no YAML: " + (e.getProblem() == null ? e.getMessage().lines().findFirst().orElse("") : e.getProblem()), "check the indentation, quotes and colons here and in the line above");
            return;
        } catch (YamlEngineException e) {
            report(null, Rule.YAML, "this is no YAML: " + e.getMessage().lines().findFirst().orElse(""), "write one list of routes in the file");
            return;
        } catch (MalformedInputException e) {
            report(null, Rule.UNREADABLE, "the file is not text in UTF-8", "save it as UTF-8");
            return;
        } catch (IOException e) {
            report(null, Rule.UNREADABLE, "it cannot be read: " + e.getMessage(), "chmod a+r " + file);
            return;
        }
        if (root.isEmpty() || !(root.get() instanceof SequenceNode list)) {
            report(root.flatMap(Node::getStartMark).orElse(null), Rule.ROUTE_SHAPE, "the file must be a list of routes", "begin with:  - route:");
            return;
        }
        boolean any = false;
        for (Node entry : list.getValue()) {
            any |= entry(entry);
        }
        if (!any) {
            report(null, Rule.NO_ROUTE, "the file holds no route", "begin with:  - route:");
        }
    }

    private boolean entry(Node entry) {
        if (!(entry instanceof MappingNode map) || map.getValue().size() != 1) {
            report(mark(entry), Rule.ROUTE_SHAPE, "an entry of the file must be one thing, such as a route", "indent what belongs to it below  - route:");
            return false;
        }
        NodeTuple tuple = map.getValue().getFirst();
        String key = text(tuple.getKeyNode());
        if (!TOP.contains(key)) {
            String near = Nearest.of(key, TOP);
            report(mark(tuple.getKeyNode()), Rule.ROUTE_SHAPE, "'" + key + "' is nothing that a route file can hold" + near(near), near == null ? "begin with:  - route:" : near + ":");
            return true;
        }
        switch (key) {
            case "route" -> route(tuple);
            case "from" -> from(tuple.getValueNode(), tuple.getKeyNode());
            case "routeTemplate" -> Nodes.get(tuple.getValueNode(), "route").or(() -> Nodes.get(tuple.getValueNode(), "from")).ifPresent(n -> steps(n, false));
            default -> { } // Camel's own loader checks these
        }
        return true;
    }

    private void route(NodeTuple tuple) {
        Node route = tuple.getValueNode();
        if (!(route instanceof MappingNode)) {
            report(mark(route), Rule.ROUTE_SHAPE, "a route must have a from", "from:\n    uri: camera");
            return;
        }
        Nodes.get(route, "id").ifPresent(id -> {
            String other = routeIds.putIfAbsent(text(id), place(id));
            if (other != null) {
                report(mark(id), Rule.DUPLICATE_ID, "route id '" + text(id) + "' is used before, at " + other, "id: " + text(id) + "-2");
            }
        });
        Optional<Node> from = Nodes.get(route, "from");
        if (from.isEmpty()) {
            report(mark(tuple.getKeyNode()), Rule.ROUTE_SHAPE, "the route has no from", "from:\n    uri: camera");
        } else {
            from(from.get(), from.get());
        }
    }

    private void from(Node from, Node at) {
        if (from instanceof ScalarNode uri) {
            endpoint("from", uri, Optional.empty(), uri, true, true);
            return;
        }
        Optional<Node> uri = Nodes.get(from, "uri");
        stepId(from);
        if (uri.isEmpty()) {
            report(mark(at), Rule.ROUTE_SHAPE, "from has no uri", "uri: camera");
        } else {
            endpoint("from", uri.get(), Nodes.get(from, "parameters"), at, true, true);
        }
        Optional<Node> steps = Nodes.get(from, "steps");
        if (steps.isEmpty()) {
            report(mark(at), Rule.ROUTE_SHAPE, "the route has no steps", "steps:\n    - to:\n        uri: log");
        }
        steps.ifPresent(s -> list(s, true));
    }

    private void steps(Node parent, boolean top) {
        Nodes.get(parent, "steps").ifPresent(s -> list(s, top));
    }

    private void list(Node steps, boolean top) {
        if (!(steps instanceof SequenceNode list)) {
            report(mark(steps), Rule.ROUTE_SHAPE, "steps must be a list", "begin each step with  - ");
            return;
        }
        for (Node step : list.getValue()) {
            if (!(step instanceof MappingNode map) || map.getValue().size() != 1) {
                report(mark(step), Rule.ROUTE_SHAPE, "a step must be one thing" + (step instanceof MappingNode m ? ", this has " + Nodes.keys(m) : ""), "indent what belongs to it below its name, two spaces further than the name");
                continue;
            }
            step(map.getValue().getFirst(), top);
        }
    }

    private void step(NodeTuple tuple, boolean top) {
        String name = text(tuple.getKeyNode());
        Node body = tuple.getValueNode();
        if (!catalog.isStep(name)) {
            String near = Nearest.of(name, catalog.steps());
            report(mark(tuple.getKeyNode()), Rule.ROUTE_SHAPE, "there is no step '" + name + "'" + near(near), catalog.has(name) ? "to:\n    uri: " + name : (near == null ? "to" : near) + ":");
            return;
        }
        stepId(body);
        if (SENDS.contains(name)) {
            if (body instanceof ScalarNode uri) {
                endpoint(name, uri, Optional.empty(), tuple.getKeyNode(), false, top);
            } else {
                Optional<Node> uri = Nodes.get(body, "uri");
                if (uri.isEmpty()) {
                    report(mark(tuple.getKeyNode()), Rule.ROUTE_SHAPE, name + " has no uri", "uri: log");
                } else {
                    endpoint(name, uri.get(), Nodes.get(body, "parameters"), tuple.getKeyNode(), false, top);
                }
            }
        }
        for (String branch : List.of("steps", "when", "otherwise", "doCatch", "doFinally", "onFallback")) {
            Nodes.get(body, branch).ifPresent(b -> {
                if (branch.equals("steps")) {
                    list(b, false);
                } else if (b instanceof SequenceNode many) {
                    many.getValue().forEach(one -> steps(one, false));
                } else {
                    steps(b, false);
                }
            });
        }
    }

    private void stepId(Node body) {
        Nodes.get(body, "id").ifPresent(id -> {
            Mark other = stepIds.putIfAbsent(text(id), mark(id));
            if (other != null) {
                report(mark(id), Rule.DUPLICATE_ID, "step id '" + text(id) + "' is used before, in line " + (other.getLine() + 1), "id: " + text(id) + "-2");
            }
        });
    }

    private void endpoint(String role, Node uri, Optional<Node> parameters, Node at, boolean source, boolean top) {
        EndpointOptions options = EndpointOptions.read(uri, parameters);
        String scheme = options.scheme();
        if (scheme.contains("{{")) {
            return; // known only where it runs
        }
        ComponentCatalog.Component component = catalog.find(scheme);
        if (component == null) {
            String near = Nearest.of(scheme, catalog.schemes());
            report(mark(uri), Rule.UNKNOWN_COMPONENT, "there is no component '" + scheme + "'" + near(near), near == null ? "one of " + String.join(", ", catalog.schemes()) : "uri: " + near);
            return;
        }
        if (source && component.producerOnly() || !source && component.consumerOnly() && !role.equals("poll")) {
            report(mark(uri), Rule.PLACE, scheme + (source ? " cannot be a source: nothing comes from it" : " can only be a source: it takes nothing"), source ? "from: uri: camera" : "make it the from of a route");
            return;
        }
        Map<String, String> good = new OptionCheck(file, component, options, source, problems).run();
        StepCheck check = checks.get(scheme);
        if (check != null && good != null) {
            Path folder = file.toAbsolutePath().getParent();
            check.check(new StepCheck.Options(good, source, top, folder, models), new StepCheck.Findings() {
                @Override
                public void report(@Nullable String option, Rule rule, String text, String fix) {
                    Node where = option == null ? uri : options.nodes().getOrDefault(option, uri);
                    problems.add(new Problem(file, Nodes.line(where), Nodes.column(where), rule, text, fix, option == null ? null : component.see(option)));
                }

                @Override
                public void report(Problem problem) {
                    if (!problems.contains(problem)) {
                        problems.add(problem);
                    }
                }
            });
        }
    }

    private void report(@Nullable Mark at, Rule rule, String text, String fix) {
        problems.add(new Problem(file, at == null ? 1 : at.getLine() + 1, at == null ? 1 : at.getColumn() + 1, rule, text, fix, null));
    }

    private String place(Node node) {
        return file + ":" + Nodes.line(node);
    }

    private static String near(@Nullable String name) {
        return name == null ? "" : "; did you mean '" + name + "'?";
    }

    private static @Nullable Mark mark(Node node) {
        return node.getStartMark().orElse(null);
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
