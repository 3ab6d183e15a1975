package io.headwater.runtime.check;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Checks lists of steps, however deep: that there are such steps, their ids, and what they send to. */
final class StepsCheck {
    private static final Set<String> SENDS = Set.of("to", "toD", "wireTap", "poll");
    private static final Set<String> STEPS = Set.of("steps");
    /** No route has as many; a file that repeats itself by aliases can. */
    private static final int MOST_STEPS = 10_000;

    private final FileProblems problems;
    private final EndpointCheck endpoints;
    private final ComponentCatalog catalog;
    private final Map<String, Place> ids = new HashMap<>();
    private @Nullable Node source;
    private int steps;

    StepsCheck(FileProblems problems, EndpointCheck endpoints, ComponentCatalog catalog) {
        this.problems = problems;
        this.endpoints = endpoints;
        this.catalog = catalog;
    }

    /** Begins a route. Its source and its steps have ids of their own; so have all steps of a file, while sources may share one.
     *
     *  @param sourceId null where there is none */
    void beginRoute(@Nullable Node sourceId) {
        source = sourceId;
    }

    /** What is in the list, for the values that flow through it.
     *
     *  @param top whether these are the route's own steps */
    List<FlowStep> list(Node node, boolean top) {
        List<FlowStep> found = new ArrayList<>();
        if (!(node instanceof SequenceNode list)) {
            String first = node instanceof MappingNode m && !m.getValue().isEmpty() ? Nodes.key(m.getValue().getFirst()) : "to";
            problems.add(Place.of(node), Rule.ROUTE_SHAPE, "steps must be a list, it is " + Nodes.kind(node), "- " + first + ":");
            return found;
        }
        boolean stopped = false;
        for (Node step : list.getValue()) {
            if (++steps > MOST_STEPS) {
                if (steps == MOST_STEPS + 1) {
                    problems.add(Place.of(step), Rule.ROUTE_SHAPE, "the file has more than " + MOST_STEPS + " steps", "split it into several files");
                }
                return found;
            }
            if (step instanceof MappingNode map && map.getValue().size() == 1) {
                if (stopped) {
                    problems.add(Place.of(map.getValue().getFirst().getKeyNode()), Rule.UNREACHABLE, "nothing comes here: the step before is stop", "remove stop, or what follows it");
                }
                stopped = Nodes.key(map.getValue().getFirst()).equals("stop");
                found.add(step(map, top));
            } else if (step instanceof MappingNode map && map.getValue().size() > 1) {
                reportNeighbours(map, "a step", SENDS, problems);
            } else {
                bare(step);
            }
        }
        return found;
    }

    private void bare(Node step) {
        String name = Nodes.text(step);
        problems.add(Place.of(step), Rule.ROUTE_SHAPE, "a step must be a map such as  to: …, this is " + (name.isEmpty() ? Nodes.kind(step) : "the text '" + name + "'"),
                name.contains(":") ? "- to: " + name : catalog.has(name) ? "- to:\n    uri: " + name : "- to:");
    }

    /** Reports several keys where one must be: nearly always, what belongs below the first was not indented. */
    static void reportNeighbours(MappingNode map, String what, Collection<String> heads, FileProblems problems) {
        String first = Nodes.key(map.getValue().getFirst());
        Node second = map.getValue().get(1).getKeyNode();
        String other = Nodes.text(second);
        problems.add(Place.of(second), Rule.ROUTE_SHAPE, what + " must be one thing, this is " + first + " and " + other,
                heads.contains(other) && !Nodes.isNothing(map.getValue().getFirst().getValueNode()) ? "- " + other + ":" : "indent " + other + " by two more spaces, below " + first);
    }

    private FlowStep step(MappingNode holder, boolean top) {
        NodeTuple tuple = holder.getValue().getFirst();
        String name = Nodes.key(tuple);
        Node body = tuple.getValueNode();
        FlowStep.Written written = FlowStep.Written.of(name, tuple.getKeyNode(), body, holder);
        if (!catalog.isStep(name)) {
            boolean component = catalog.has(name);
            String near = component ? null : Nearest.of(name, catalog.steps());
            problems.add(Place.of(tuple.getKeyNode()), Rule.ROUTE_SHAPE,
                    component ? "'" + name + "' is a component, a step sends to it" : "there is no step '" + name + "'" + FileProblems.near(near),
                    component ? "- to:\n    uri: " + name : "- " + (near == null ? "to" : near) + ":");
            return new FlowStep.Block(written, within(name, body));
        }
        if (name.equals("kamelet")) {
            String kamelet = body instanceof ScalarNode ? Nodes.text(body) : Nodes.get(body, "name").map(Nodes::text).orElse("NAME");
            problems.add(Place.of(tuple.getKeyNode()), Rule.KAMELET, "a Kamelet is written out where a step sends to it, not as a step of its own", "- to:\n    uri: kamelet:" + kamelet);
            return new FlowStep.Block(written, List.of());
        }
        if (SENDS.contains(name)) {
            Optional<FlowStep> to = sends(written, top);
            within(name, body);
            return name.equals("to") && to.isPresent() ? to.get() : new FlowStep.Block(written, to.map(step -> List.of(new FlowStep.Branch("uri", body, List.of(step)))).orElse(List.of()));
        }
        Nodes.get(body, "id").ifPresent(this::id);
        return new FlowStep.Block(written, within(name, body));
    }

    private Optional<FlowStep> sends(FlowStep.Written written, boolean top) {
        String name = written.kind();
        Node key = written.key();
        Node body = written.body();
        if (body instanceof ScalarNode uri && !Nodes.isNothing(body)) {
            return endpoints.check(name, written, uri, Optional.empty(), top);
        } else if (body instanceof MappingNode) {
            List<NodeTuple> strangers = new ArrayList<>();
            Fields fields = Fields.read(name, body, problems, strangers);
            fields.get("id").ifPresent(this::id);
            return endpoints.check(name, written, key, fields, strangers, top);
        } else {
            problems.add(Place.of(key), Rule.ROUTE_SHAPE, name + " must be a map with a uri, it is " + Nodes.kind(body), name + ":\n  uri: log");
        }
        return Optional.empty();
    }

    /** The lists of steps anywhere inside a step, such as the branches of a choice.
     *
     *  @param name what the step is called */
    List<FlowStep.Branch> within(String name, Node node) {
        List<FlowStep.Branch> lists = new ArrayList<>();
        within(name, node, lists);
        return lists;
    }

    private void within(String name, Node node, List<FlowStep.Branch> found) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> within(name, item, found));
        } else if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                String key = Nodes.key(tuple);
                if (key.equals("steps")) {
                    found.add(new FlowStep.Branch(name, node, list(tuple.getValueNode(), false)));
                } else if (tuple.getValueNode() instanceof SequenceNode && Nearest.of(key, STEPS) != null) {
                    problems.add(Place.of(tuple.getKeyNode()), Rule.ROUTE_SHAPE, "'" + key + "' holds a list" + FileProblems.near("steps"), "steps:");
                    found.add(new FlowStep.Branch(name, node, list(tuple.getValueNode(), false)));
                } else if (!key.equals("parameters")) {
                    within(key, tuple.getValueNode(), found);
                }
            }
        }
    }

    private void id(Node id) {
        String name = Nodes.text(id);
        Place at = Place.of(id);
        Place other = name.isEmpty() ? null : source != null && Nodes.text(source).equals(name) ? Place.of(source) : ids.putIfAbsent(name, at);
        if (other != null && !other.equals(at)) {
            problems.add(at, Rule.DUPLICATE_ID, "step id '" + name + "' is used before, in line " + other.line(), "id: " + name + "-2");
        }
    }
}
