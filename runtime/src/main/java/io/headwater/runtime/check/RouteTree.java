package io.headwater.runtime.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The sources and steps of a route file by their names in the ledger, {@code route/step}. Those without an id of their own have
 *  none, but for a source, which is {@code route/from}. */
final class RouteTree {
    private final Map<String, MappingNode> steps = new LinkedHashMap<>();
    private final Map<String, MappingNode> sources = new LinkedHashMap<>();

    private RouteTree() {}

    static RouteTree of(Node root) {
        RouteTree tree = new RouteTree();
        if (root instanceof SequenceNode list) {
            for (Node entry : list.getValue()) {
                Nodes.get(entry, "route").ifPresent(route -> tree.route(Nodes.get(route, "id").map(Nodes::text).orElse(""), route));
            }
        }
        return tree;
    }

    private void route(String id, Node route) {
        if (!id.isEmpty() && Nodes.get(route, "from").orElse(null) instanceof MappingNode from) {
            String source = Nodes.get(from, "id").map(Nodes::text).filter(name -> !name.isEmpty()).orElse("from");
            sources.put(id + "/" + source, from);
            steps.put(id + "/" + source, from);
            Nodes.get(from, "steps").ifPresent(list -> within(id, list));
        }
    }

    private void within(String route, Node node) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> within(route, item));
        } else if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (!Nodes.key(tuple).equals("parameters")) {
                    if (tuple.getValueNode() instanceof MappingNode step) {
                        Nodes.get(step, "id").map(Nodes::text).filter(id -> !id.isEmpty()).ifPresent(id -> steps.putIfAbsent(route + "/" + id, step));
                    }
                    within(route, tuple.getValueNode());
                }
            }
        }
    }

    /** Sources and steps, in the order of the file. */
    Map<String, MappingNode> steps() {
        return steps;
    }

    Map<String, MappingNode> sources() {
        return sources;
    }

    Set<String> names() {
        return steps.keySet();
    }
}
