package io.headwater.runtime.check;

import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads YAML nodes that keep their place in the file. */
final class Nodes {
    private Nodes() {}

    static Optional<Node> get(Node map, String key) {
        return map instanceof MappingNode m
                ? m.getValue().stream().filter(t -> t.getKeyNode() instanceof ScalarNode s && s.getValue().equals(key)).map(t -> t.getValueNode()).findFirst()
                : Optional.empty();
    }

    static String keys(MappingNode map) {
        return map.getValue().stream().map(t -> t.getKeyNode() instanceof ScalarNode s ? s.getValue() : "?").collect(Collectors.joining(", "));
    }

    static int line(Node node) {
        return node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
    }

    static int column(Node node) {
        return node.getStartMark().map(m -> m.getColumn() + 1).orElse(1);
    }
}
