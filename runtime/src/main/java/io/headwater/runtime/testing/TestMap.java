package io.headwater.runtime.testing;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import io.headwater.runtime.check.FileProblems;
import io.headwater.runtime.check.Nodes;
import io.headwater.runtime.check.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a map of a test file and refuses what it does not know. */
record TestMap(String what, Place at, Map<String, NodeTuple> values, FileProblems problems) {
    static final String SEE = "src/docs/guide/test.md";
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})(?:\\s*(?:±|\\+/?-)\\s*(\\d{1,15}))?");

    /** @param known the keys that it can have; empty for any */
    static TestMap of(String what, Node node, Set<String> known, FileProblems problems) {
        Map<String, NodeTuple> values = new LinkedHashMap<>();
        if (!(node instanceof MappingNode map)) {
            problems.add(Place.of(node), Rule.TEST_SHAPE, what + " must be a map, it is " + Nodes.kind(node),
                    known.isEmpty() ? what + ": { name: value }" : "one of " + String.join(", ", new TreeSet<>(known)) + " below it", SEE);
            return new TestMap(what, Place.of(node), values, problems);
        }
        for (NodeTuple tuple : map.getValue()) {
            String key = Nodes.key(tuple);
            if (known.isEmpty() || known.contains(key)) {
                values.put(key, tuple);
                continue;
            }
            String near = Nearest.of(key, known);
            problems.add(Place.of(tuple.getKeyNode()), Rule.TEST_SHAPE, what + " has no '" + key + "'" + FileProblems.near(near),
                    near == null ? "one of " + String.join(", ", new TreeSet<>(known)) : near + ":", SEE);
        }
        return new TestMap(what, Place.of(node), values, problems);
    }

    Optional<Node> get(String key) {
        return Optional.ofNullable(values.get(key)).map(NodeTuple::getValueNode);
    }

    void each(BiConsumer<Node, Node> entry) {
        values.values().forEach(t -> entry.accept(t.getKeyNode(), t.getValueNode()));
    }

    /** A text; empty, and reported, where something else stands. */
    Optional<String> text(String key, String example) {
        return get(key).flatMap(node -> {
            if (node instanceof ScalarNode && !Nodes.text(node).isBlank()) {
                return Optional.of(Nodes.text(node));
            }
            wrong(node, key + " must be a text, it is " + (node instanceof ScalarNode ? "empty" : Nodes.kind(node)), key + ": " + example);
            return Optional.empty();
        });
    }

    /** One text, or a list of them. */
    List<ScalarNode> texts(String key, String example) {
        List<ScalarNode> all = new ArrayList<>();
        get(key).ifPresent(node -> {
            for (Node item : node instanceof SequenceNode list ? list.getValue() : List.of(node)) {
                if (item instanceof ScalarNode text && !text.getValue().isBlank()) {
                    all.add(text);
                } else {
                    wrong(item, key + " holds " + (item instanceof ScalarNode ? "nothing" : Nodes.kind(item)) + ", must be a text or a list of texts", key + ": " + example);
                }
            }
        });
        return all;
    }

    /** A number with its tolerance; null, and reported, where it is none. */
    @Nullable Amount amount(String name, Node node) {
        Place place = Place.of(node);
        if (node instanceof MappingNode) {
            TestMap bounds = of(name, node, Set.of("min", "max"), problems);
            Amount least = bounds.get("min").map(n -> bounds.amount("min", n)).orElse(new Amount(0, 0, place));
            Amount most = bounds.get("max").map(n -> bounds.amount("max", n)).orElse(new Amount(0, Long.MAX_VALUE, place));
            if (least == null || most == null) {
                return null;
            }
            if (bounds.values.isEmpty() || least.least() > most.most()) {
                wrong(node, name + (bounds.values.isEmpty() ? " has no bounds" : " has a min above its max"), name + ": { min: 118, max: 122 }");
                return null;
            }
            return new Amount(least.least(), most.most(), place);
        }
        Matcher m = AMOUNT.matcher(Nodes.text(node).strip());
        if (!(node instanceof ScalarNode) || !m.matches()) {
            wrong(node, name + " is " + (node instanceof ScalarNode && !Nodes.isNothing(node) ? Nodes.text(node) : Nodes.kind(node)) + ", must be a whole number",
                    name + ": 120     or 120 ± 2, or { min: 118, max: 122 }");
            return null;
        }
        long value = Long.parseLong(m.group(1));
        long off = m.group(2) == null ? 0 : Long.parseLong(m.group(2));
        return new Amount(Math.max(0, value - off), value + off, place);
    }

    void wrong(Node at, String text, String fix) {
        problems.add(Place.of(at), Rule.TEST_SHAPE, text, fix, SEE);
    }

    void missing(String key, String example) {
        problems.add(at, Rule.TEST_SHAPE, what + " has no " + key, key + ": " + example, SEE);
    }
}
