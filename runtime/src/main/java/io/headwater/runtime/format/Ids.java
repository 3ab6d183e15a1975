package io.headwater.runtime.format;

import java.util.HashSet;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Gives ids that nothing in the file has: the kind and the first free number, in the order in which they are asked for. */
final class Ids {
    private final Set<String> taken = new HashSet<>();

    Ids(Node root) {
        collect(root);
    }

    private void collect(Node node) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(this::collect);
        } else if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals("id") && tuple.getValueNode() instanceof ScalarNode id) {
                    taken.add(id.getValue());
                }
                collect(tuple.getValueNode());
            }
        }
    }

    /** As in {@code to-1}. */
    String next(String kind) {
        int number = 1;
        while (!taken.add(kind + "-" + number)) {
            number++;
        }
        return kind + "-" + number;
    }
}
