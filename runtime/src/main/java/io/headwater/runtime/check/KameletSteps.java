package io.headwater.runtime.check;

import io.headwater.exchange.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Writes Kamelets out in place: a route that uses them becomes the route that somebody would have written without them, so that
 *  steps, order, ids and the ledger are the same. Camel's own Kamelets are routes of their own, between which all that is lost.
 *  <p>Errors: a Kamelet that is not there, stands where none can, or is given what it does not take, is reported and stays as it is. */
final class KameletSteps {
    static final String SCHEME = "kamelet:";
    /** What sends or reads, and can only be given an endpoint. */
    private static final Set<String> OTHERS = Set.of("toD", "wireTap", "poll", "enrich", "pollEnrich", "recipientList", "routingSlip", "dynamicRouter",
            "interceptSendToEndpoint", "rest");
    private static final Set<String> GIVEN = Set.of("uri", "parameters", "steps");
    private static final int MOST_STEPS = 10_000;
    /** What nodes of steps carry. */
    private static final String USES = "headwater.kamelets";
    private static final Set<String> LEFT = Set.of("uri", "id");

    private final FileProblems problems;
    private final KameletCheck check;
    private final Map<Node, Node> done = new IdentityHashMap<>();
    private final Set<Node> refused = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<String> open = new ArrayDeque<>();
    private boolean template;
    private int written;
    private boolean changed;

    KameletSteps(FileProblems problems, Kamelets kamelets) {
        this.problems = problems;
        this.check = new KameletCheck(problems, kamelets);
    }

    /** The same file without Kamelets; the same node when it has none. */
    Node writeOut(Node root) {
        Node out = inside(root);
        return changed ? out : root;
    }

    private Node inside(Node node) {
        Node known = done.get(node);
        if (known == null) {
            known = switch (node) {
                case SequenceNode list -> list(list.getValue().stream().map(this::inside).toList(), list);
                case MappingNode map -> map(map.getValue().stream().map(this::entry).toList(), map);
                default -> node;
            };
            done.put(node, known);
        }
        return known;
    }

    private NodeTuple entry(NodeTuple tuple) {
        String key = Nodes.key(tuple);
        Node value = tuple.getValueNode();
        if (OTHERS.contains(key)) {
            refuseIn(value, key);
        }
        boolean outer = template;
        template |= key.equals("routeTemplate");
        Node out = switch (key) {
            case "parameters" -> value;
            case "from" -> done.computeIfAbsent(value, this::from);
            case "steps" -> value instanceof SequenceNode list ? done.computeIfAbsent(value, v -> list(steps(list), list)) : inside(value);
            default -> inside(value);
        };
        template = outer;
        return new NodeTuple(tuple.getKeyNode(), out);
    }

    /** The source of a Kamelet with what follows it, with the Kamelets written out that it uses in turn. */
    Node inner(Kamelet kamelet) {
        List<NodeTuple> tuples = besides(kamelet.from(), Set.of("steps", kamelet.isSource() ? "" : "uri"));
        template = true;
        open.push(kamelet.name());
        List<NodeTuple> all = new ArrayList<>(tuples);
        all.add(new NodeTuple(key("steps"), list(kamelet.steps(), kamelet.from())));
        Node out = from(map(all, kamelet.from()));
        open.pop();
        template = false;
        return out;
    }

    private List<Node> steps(SequenceNode list) {
        List<Node> out = new ArrayList<>();
        for (Node step : list.getValue()) {
            if (step instanceof MappingNode map && map.getValue().size() == 1 && Nodes.key(map.getValue().getFirst()).equals("to") && isKamelet(map.getValue().getFirst().getValueNode())) {
                NodeTuple to = map.getValue().getFirst();
                Optional<KameletUse> use = use("to", to.getValueNode());
                if (use.isEmpty()) {
                    out.add(map(List.of(new NodeTuple(to.getKeyNode(), left(to.getValueNode()))), map));
                } else {
                    out.addAll(nested(use.get(), list(use.get().steps(besides(to.getValueNode(), GIVEN)), list)));
                }
            } else {
                out.add(inside(step));
            }
        }
        return out;
    }

    /** The uses of Kamelets that a step was written out from, the outermost first. */
    @SuppressWarnings("unchecked") // nobody else writes it
    static List<KameletUse> usesOf(Node step) {
        List<KameletUse> uses = (List<KameletUse>) step.getProperty(USES);
        return uses == null ? List.of() : uses;
    }

    private static void note(KameletUse use, Node step) {
        step.setProperty(USES, Stream.concat(Stream.of(use), usesOf(step).stream()).toList());
    }

    /** The steps of a use, written out in turn. */
    private List<Node> nested(KameletUse use, SequenceNode copies) {
        written += copies.getValue().size();
        open.push(use.kamelet().name());
        List<Node> out = steps(copies);
        out.forEach(step -> note(use, step));
        open.pop();
        return out;
    }

    private Node from(Node from) {
        if (!isKamelet(from)) {
            return inside(from);
        }
        Optional<KameletUse> use = use("from", from);
        List<Node> steps = new ArrayList<>();
        List<NodeTuple> source = new ArrayList<>();
        List<KameletUse> inner = new ArrayList<>();
        if (use.isEmpty()) {
            source.addAll(left(from).getValue());
        } else {
            written++;
            open.push(use.get().kamelet().name());
            MappingNode own = use.get().source(besides(from, GIVEN));
            if (from(own) instanceof MappingNode below) { // it may stand on another Kamelet
                inner.addAll(usesOf(below).reversed());
                source.addAll(besides(below, Set.of("steps")));
                Nodes.get(below, "steps").ifPresent(s -> steps.addAll(((SequenceNode) s).getValue()));
            }
            open.pop();
            steps.addAll(nested(use.get(), list(use.get().steps(List.of()), from)));
        }
        Optional<NodeTuple> users = from instanceof MappingNode map ? map.getValue().stream().filter(t -> Nodes.key(t).equals("steps")).findFirst() : Optional.empty();
        if (users.isPresent() && users.get().getValueNode() instanceof SequenceNode list) {
            steps.addAll(steps(list));
            source.add(new NodeTuple(users.get().getKeyNode(), list(steps, list)));
        } else if (users.isPresent()) {
            source.add(users.get());
        } else if (!steps.isEmpty()) {
            source.add(new NodeTuple(key("steps"), list(steps, from)));
        }
        MappingNode out = map(source, from);
        use.ifPresent(used -> {
            inner.forEach(deeper -> note(deeper, out));
            note(used, out);
        });
        return out;
    }

    private Optional<KameletUse> use(String role, Node body) {
        changed = true;
        if (written > MOST_STEPS) {
            uri(body).ifPresent(uri -> problems.add(Place.of(uri), Rule.KAMELET, "the file's Kamelets are more than " + MOST_STEPS + " steps", "split it into several files"));
            return Optional.empty();
        }
        return check.use(role, body, template, open);
    }

    /** What was reported, with nothing in it that would be reported again. */
    private static MappingNode left(Node body) {
        return body instanceof MappingNode map ? map(map.getValue().stream().filter(t -> LEFT.contains(Nodes.key(t))).toList(), map)
                : map(List.of(new NodeTuple(key("uri"), body)), body);
    }

    private void refuseIn(Node node, String sender) {
        if (!refused.add(node)) {
            return; // aliases repeat it
        }
        switch (node) {
            case ScalarNode text when text.getValue().startsWith(SCHEME) -> problems.add(Place.of(text), Rule.PLACE,
                    "a Kamelet can be a source or stand in a to, not in " + sender, "- to:\n    uri: " + text.getValue());
            case SequenceNode list -> list.getValue().forEach(item -> refuseIn(item, sender));
            case MappingNode map -> map.getValue().stream().filter(t -> !Nodes.key(t).equals("steps")).forEach(t -> refuseIn(t.getValueNode(), sender));
            default -> { }
        }
    }

    private static boolean isKamelet(Node body) {
        return uri(body).filter(uri -> Nodes.text(uri).startsWith(SCHEME)).isPresent();
    }

    static Optional<Node> uri(Node body) {
        return body instanceof ScalarNode ? Optional.of(body) : Nodes.get(body, "uri");
    }

    static List<NodeTuple> besides(Node body, Set<String> without) {
        return body instanceof MappingNode map ? map.getValue().stream().filter(t -> !without.contains(Nodes.key(t))).toList() : List.of();
    }

    private static SequenceNode list(List<Node> items, Node like) {
        return new SequenceNode(Tag.SEQ, true, items, FlowStyle.BLOCK, like.getStartMark(), like.getEndMark());
    }

    private static ScalarNode key(String name) {
        return new ScalarNode(Tag.STR, name, ScalarStyle.PLAIN);
    }

    private static MappingNode map(List<NodeTuple> tuples, Node like) {
        return new MappingNode(Tag.MAP, true, tuples, FlowStyle.BLOCK, like.getStartMark(), like.getEndMark());
    }
}
