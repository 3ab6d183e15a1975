package io.headwater.runtime.check;

import io.headwater.exchange.Nearest;
import io.headwater.exchange.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The keys of a route, a source or a sending step. A misspelt one is reported and then read as what was meant, so that what stands
 *  below it is checked as well. */
final class Fields {
    /** What Camel's YAML DSL has; the large schema that says so is not read at each start. */
    static final Map<String, Set<String>> KNOWN = Map.of(
            "route", Set.of("autoStartup", "description", "errorHandler", "errorHandlerRef", "from", "group", "id", "inputType", "logMask", "messageHistory",
                    "nodePrefixId", "note", "outputType", "precondition", "routeConfigurationId", "routePolicy", "shutdownRoute", "shutdownRunningTask",
                    "startupOrder", "streamCache", "trace"),
            "from", Set.of("description", "id", "note", "parameters", "steps", "uri", "variableReceive"),
            "to", Set.of("description", "disabled", "id", "note", "parameters", "pattern", "uri", "variableReceive", "variableSend"),
            "toD", Set.of("allowOptimisedComponents", "autoStartComponents", "cacheSize", "description", "disabled", "id", "ignoreInvalidEndpoint", "note",
                    "parameters", "pattern", "uri", "variableReceive", "variableSend"),
            "wireTap", Set.of("allowOptimisedComponents", "autoStartComponents", "cacheSize", "copy", "description", "disabled", "dynamicUri",
                    "executorService", "id", "ignoreInvalidEndpoint", "note", "onPrepare", "parameters", "pattern", "uri", "variableReceive", "variableSend"),
            "poll", Set.of("description", "disabled", "id", "note", "parameters", "timeout", "uri", "variableReceive"));
    /** What a misspelt key is compared with: what people do write. */
    private static final Set<String> USUAL = Set.of("id", "description", "from", "uri", "parameters", "steps", "disabled", "pattern", "autoStartup", "startupOrder");

    private final Map<String, Node> values = new LinkedHashMap<>();

    private Fields() {}

    /** @param strangers takes the keys that are not known and resemble none */
    static Fields read(String what, Node node, FileProblems problems, List<NodeTuple> strangers) {
        Fields fields = new Fields();
        Set<String> known = KNOWN.getOrDefault(what, Set.of());
        Set<String> usual = new TreeSet<>(USUAL);
        usual.retainAll(known);
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                String key = Nodes.key(tuple);
                String near = known.contains(key) ? key : Nearest.of(key, usual);
                if (!known.contains(key)) {
                    if (near == null || Nodes.get(node, near).isPresent()) {
                        strangers.add(tuple);
                        continue;
                    }
                    problems.add(Place.of(tuple.getKeyNode()), Rule.ROUTE_SHAPE, what + " has no '" + key + "'" + FileProblems.near(near), near + ":");
                }
                fields.values.putIfAbsent(near, tuple.getValueNode());
            }
        }
        return fields;
    }

    Optional<Node> get(String key) {
        return Optional.ofNullable(values.get(key));
    }
}
