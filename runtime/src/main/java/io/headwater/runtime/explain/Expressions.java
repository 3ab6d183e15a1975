package io.headwater.runtime.explain;

import io.headwater.runtime.check.ComponentCatalog;
import io.headwater.runtime.check.Nodes;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds the expression of a step. */
final class Expressions {
    private Expressions() {}

    /** An expression as it is written. */
    record Written(String language, String text) {
        /** Whether it has the same value for each item. */
        boolean isFixed() {
            return (language.equals("constant") || language.equals("simple")) && !text.contains("${");
        }

        @Override
        public String toString() {
            return text.strip() + (language.equals("simple") || language.equals("constant") ? "" : " (" + language + ")");
        }
    }

    /** The expression that stands below a step, not that of steps inside of it. */
    static Optional<Written> of(Node body) {
        Node below = Nodes.get(body, "expression").orElse(null);
        if (below instanceof MappingNode) {
            return language(below, true);
        }
        return language(body, false);
    }

    private static Optional<Written> language(Node map, boolean any) {
        if (map instanceof MappingNode m) {
            for (NodeTuple tuple : m.getValue()) {
                String key = Nodes.key(tuple);
                Node value = tuple.getValueNode();
                if (any || ComponentCatalog.isInlineLanguage(key)) {
                    return Optional.of(new Written(key, value instanceof ScalarNode ? Nodes.text(value) : text(value)));
                }
            }
        }
        return Optional.empty();
    }

    private static String text(Node value) {
        return Nodes.get(value, "expression").or(() -> Nodes.get(value, "method")).or(() -> Nodes.get(value, "ref")).map(Nodes::text).orElse("");
    }
}
