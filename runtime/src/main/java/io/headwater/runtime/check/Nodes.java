package io.headwater.runtime.check;

import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML nodes that keep their place in the file. */
public final class Nodes {
    private Nodes() {}

    /** The value of a key; empty where the node is no map, or has no such key. */
    public static Optional<Node> get(Node map, String key) {
        return map instanceof MappingNode m ? m.getValue().stream().filter(t -> key(t).equals(key)).map(NodeTuple::getValueNode).findFirst() : Optional.empty();
    }

    /** What stands below these keys, each inside the one before. */
    static Optional<Node> below(Node root, String... keys) {
        Optional<Node> at = Optional.of(root);
        for (String key : keys) {
            at = at.flatMap(node -> get(node, key));
        }
        return at;
    }

    /** The name of a key. */
    public static String key(NodeTuple tuple) {
        return text(tuple.getKeyNode());
    }

    /** The text of a scalar; empty for lists and maps. */
    public static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** Whether nothing is written there. */
    public static boolean isNothing(Node node) {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    /** What it is, in words. */
    public static String kind(Node node) {
        return node instanceof MappingNode ? "a map" : node instanceof ScalarNode ? isNothing(node) ? "empty" : "a text" : "a list";
    }

    /** What <code>{{name}}</code> is without quotes: a map in a map. The name; empty when the node is something else. */
    static Optional<String> bracesWithoutQuotes(Node node) {
        return node instanceof MappingNode m && m.getValue().size() == 1 && m.getValue().getFirst().getKeyNode() instanceof MappingNode inner && inner.getValue().size() == 1
                ? Optional.of(key(inner.getValue().getFirst())).filter(name -> !name.isEmpty()) : Optional.empty();
    }
}
