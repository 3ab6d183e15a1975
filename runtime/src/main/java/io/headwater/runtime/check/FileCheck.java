package io.headwater.runtime.check;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Checks one route file: what stands at its top, and the sources of its routes. */
final class FileCheck {
    /** What may stand at the top of a file, by Camel's YAML DSL. */
    static final Set<String> TOP = Set.of("route", "from", "beans", "routeConfiguration", "routeTemplate", "templatedRoute", "rest",
            "restConfiguration", "onException", "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint", "errorHandler", "dataFormats");
    private static final String BEGIN = "begin with:  - route:";

    private final FileProblems problems;
    private final EndpointCheck endpoints;
    private final StepsCheck steps;
    private final Map<String, String> routeIds;
    private final List<FlowRoute> routes;

    /** @param routeIds where each route's id was first used, in any file
     *  @param routes takes each route's source and its steps */
    FileCheck(FileProblems problems, EndpointCheck endpoints, StepsCheck steps, Map<String, String> routeIds, List<FlowRoute> routes) {
        this.problems = problems;
        this.endpoints = endpoints;
        this.steps = steps;
        this.routeIds = routeIds;
        this.routes = routes;
    }

    void run(Node root) {
        if (!(root instanceof SequenceNode list)) {
            boolean route = root instanceof MappingNode map && map.getValue().stream().anyMatch(t -> TOP.contains(Nodes.key(t)));
            problems.add(Place.of(root), Rule.ROUTE_SHAPE, "the file must be a list of routes, it is " + Nodes.kind(root),
                    route ? "- route:    and all lines below it two spaces further in" : BEGIN);
            return;
        }
        list.getValue().forEach(this::entry);
        if (list.getValue().isEmpty()) {
            problems.add(Place.START, Rule.NO_ROUTE, "the file holds no route", BEGIN);
        }
    }

    private void entry(Node entry) {
        if (!(entry instanceof MappingNode map) || map.getValue().size() != 1) {
            if (entry instanceof MappingNode map && map.getValue().size() > 1) {
                StepsCheck.reportNeighbours(map, "an entry of the file", TOP, problems);
            } else {
                problems.add(Place.of(entry), Rule.ROUTE_SHAPE, "an entry of the file must be one thing, such as a route; this is " + Nodes.kind(entry), "- route:");
            }
            return;
        }
        NodeTuple tuple = map.getValue().getFirst();
        String key = Nodes.key(tuple);
        if (!TOP.contains(key)) {
            String near = Nearest.of(key, TOP);
            problems.add(Place.of(tuple.getKeyNode()), Rule.ROUTE_SHAPE, "'" + key + "' is nothing that a route file can hold" + FileProblems.near(near),
                    near == null ? BEGIN : "- " + near + ":");
            return;
        }
        switch (key) {
            case "route" -> route(head(key, tuple.getKeyNode(), tuple.getValueNode()));
            case "from" -> from(head(key, tuple.getKeyNode(), tuple.getValueNode()), tuple.getKeyNode(), tuple.getValueNode(), Optional.empty());
            case "routeTemplate" -> template(tuple.getValueNode());
            default -> {
                FlowStep.Block block = new FlowStep.Block(FlowStep.Written.of(key, tuple.getKeyNode(), tuple.getValueNode(), map), steps.within(key, tuple.getValueNode()));
                if (!block.branches().isEmpty() || key.equals("errorHandler")) {
                    routes.add(new FlowRoute(key, problems.file(), tuple.getKeyNode(), tuple.getValueNode(), List.of(block)));
                }
            }
        }
    }

    private void template(Node template) {
        endpoints.setTemplate(true);
        Nodes.get(template, "route").ifPresent(route -> route(head("routeTemplate", template, route)));
        Nodes.get(template, "from").ifPresent(from -> from(head("routeTemplate", template, from), from, from, Optional.empty()));
        endpoints.setTemplate(false);
    }

    private FlowRoute head(String kind, Node key, Node body) {
        return new FlowRoute(kind, problems.file(), key, body, List.of());
    }

    /** Checks what stands for a Kamelet, whose placeholders get their values where it is used. */
    void kamelet(Node from, boolean source) {
        endpoints.setTemplate(true);
        if (source) {
            from(head("routeTemplate", from, from), from, from, Optional.empty());
        } else {
            steps.beginRoute(Nodes.get(from, "id").orElse(null));
            Nodes.get(from, "steps").ifPresent(list -> steps.list(list, true));
        }
        endpoints.setTemplate(false);
    }

    private void route(FlowRoute head) {
        Node key = head.key();
        Node route = head.body();
        if (!(route instanceof MappingNode)) {
            problems.add(Place.of(key), Rule.ROUTE_SHAPE, "the route must be a map with a from, it is " + Nodes.kind(route), "route:\n  from:\n    uri: camera");
            return;
        }
        List<NodeTuple> strangers = new ArrayList<>();
        Fields fields = Fields.read("route", route, problems, strangers);
        fields.get("id").ifPresent(this::routeId);
        Optional<Node> outside = Optional.empty();
        for (NodeTuple stranger : strangers) {
            if (Nodes.key(stranger).equals("steps")) {
                outside = Optional.of(stranger.getValueNode());
                problems.add(Place.of(stranger.getKeyNode()), Rule.ROUTE_SHAPE, "steps stands beside from, it belongs inside", "indent steps, and all below it, by two more spaces");
            } else {
                problems.add(Place.of(stranger.getKeyNode()), Rule.ROUTE_SHAPE, "route has no '" + Nodes.key(stranger) + "'", "remove it; a route has id, description and from");
            }
        }
        Optional<Node> from = fields.get("from");
        if (from.isEmpty()) {
            problems.add(Place.of(key), Rule.ROUTE_SHAPE, "the route has no from", "from:\n  uri: camera");
        } else {
            from(head, from.get(), from.get(), outside);
        }
    }

    private void routeId(Node id) {
        String name = Nodes.text(id);
        String other = name.isEmpty() ? null : routeIds.putIfAbsent(name, problems.file() + ":" + Place.of(id).line());
        if (other != null) {
            problems.add(Place.of(id), Rule.DUPLICATE_ID, "route id '" + name + "' is used before, at " + other, "id: " + name + "-2");
        }
    }

    /** @param outside steps that stand where they cannot; reported, and to be checked all the same */
    private void from(FlowRoute head, Node key, Node from, Optional<Node> outside) {
        FlowStep.Written written = FlowStep.Written.of("from", key, from, from);
        steps.beginRoute(Nodes.get(from, "id").orElse(null));
        if (from instanceof ScalarNode uri && !Nodes.isNothing(from)) {
            flows(head, endpoints.check("from", written, uri, Optional.empty(), true), outside.map(s -> steps.list(s, true)));
            return;
        }
        if (!(from instanceof MappingNode)) {
            problems.add(Place.of(key), Rule.ROUTE_SHAPE, "from must be a map with a uri, it is " + Nodes.kind(from), "from:\n  uri: camera");
            return;
        }
        List<NodeTuple> strangers = new ArrayList<>();
        Fields fields = Fields.read("from", from, problems, strangers);
        Optional<FlowStep> source = endpoints.check("from", written, key, fields, strangers, true);
        Optional<Node> list = fields.get("steps");
        if (list.isEmpty() && outside.isEmpty()) {
            problems.add(Place.of(key), Rule.ROUTE_SHAPE, "the route has no steps", "steps:\n  - to:\n      uri: log\n      parameters:\n        loggerName: seen");
        }
        flows(head, source, list.or(() -> outside).map(s -> steps.list(s, true)));
    }

    private void flows(FlowRoute head, Optional<FlowStep> source, Optional<List<FlowStep>> list) {
        List<FlowStep> all = new ArrayList<>();
        source.ifPresent(all::add);
        list.ifPresent(all::addAll);
        Nodes.get(head.body(), "errorHandler").ifPresent(handler ->
                all.add(new FlowStep.Block(FlowStep.Written.of("errorHandler", head.key(), handler, handler), List.of())));
        routes.add(new FlowRoute(head.kind(), head.file(), head.key(), head.body(), all));
    }
}
