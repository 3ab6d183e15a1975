package io.headwater.runtime.check;

import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A block of a route that has a name: what it asks for, and what is written in its place.
 *
 *  @param asks its properties, as the options of a component of its name
 *  @param defaults what a property is when it is not given
 *  @param from the source that stands for it; of a step, {@code kamelet:source}
 *  @param steps what follows, without {@code kamelet:sink} */
public record Kamelet(ComponentCatalog.Component asks, Kind kind, Map<String, ScalarNode> defaults, MappingNode from, List<Node> steps) {
    /** Where it can stand, as the last part of its name says. */
    public enum Kind { SOURCE, ACTION, SINK }

    public String name() {
        return asks.scheme();
    }

    boolean isSource() {
        return kind == Kind.SOURCE;
    }
}
